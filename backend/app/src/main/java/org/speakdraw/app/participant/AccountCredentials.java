package org.speakdraw.app.participant;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.NewCookie;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.speakdraw.app.participant.Account.Role;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.ParticipantCookie;
import org.speakdraw.app.platform.RequestException;

/**
 * The cookie of somebody who has signed in: the participant's secret, made from the account, then until when, who they are,
 * and this server's signature of all. The browser forgets it when it is closed, and the server does not take it any more after its
 * time. So no account and no session has to be stored, only, for as long, that somebody has signed out.
 */
public final class AccountCredentials {

    /** What is signed, so that no other signature of this server is one of these. */
    private static final String KIND = "account";

    /** The secret, the end in milliseconds since 1970, and the claims. */
    private static final Pattern CONTENT =
            Pattern.compile("([A-Za-z0-9_-]{43})\\.([0-9]{1,15})\\.([A-Za-z0-9_-]{1,1024})");

    private AccountCredentials() {}

    /** What the cookie says beside the secret and its end. */
    private record Claims(String name, Set<Role> roles) {}

    /** A cookie that this server gave out, that has not run out, and with which nobody has signed out. */
    record Shown(String value, Account account) {}

    static Optional<Shown> shown(HttpServletRequest request) {
        return sealed(request)
                .filter(shown -> !CookieCredentials.endedSignInsOf(request).has(shown.value()));
    }

    /** The same, whoever may have signed out with it. */
    private static Optional<Shown> sealed(HttpServletRequest request) {
        return CookieCredentials.shown(request, ParticipantCookie.accountName(request.isSecure()))
                .flatMap(
                        value -> CookieCredentials.open(request, KIND, value).flatMap(AccountCredentials::read).stream()
                                .map(account -> new Shown(value, account)))
                .filter(shown -> shown.account().until().isAfter(Instant.now()))
                .findFirst();
    }

    private static Optional<Account> read(String content) {
        Matcher match = CONTENT.matcher(content);
        if (!match.matches()) {
            return Optional.empty();
        }
        byte[] json = Base64.getUrlDecoder().decode(match.group(3));
        try {
            Claims claims = Json.mapper().readValue(new String(json, StandardCharsets.UTF_8), Claims.class);
            return Optional.of(new Account(
                    ParticipantCookie.participantOf(match.group(1)),
                    claims.name(),
                    claims.roles(),
                    Instant.ofEpochMilli(Long.parseLong(match.group(2)))));
        } catch (JsonProcessingException e) {
            // Signed by another version of this server.
            return Optional.empty();
        }
    }

    /** Ends the request's sign-in: no copy of its cookie is taken any more. Whose it was. */
    public static Optional<Account> end(HttpServletRequest request) {
        EndedSignIns ended = CookieCredentials.endedSignInsOf(request);
        // Also where it may have ended already: from now on it has.
        Optional<Shown> shown = sealed(request).filter(found -> !ended.knows(found.value()));
        shown.ifPresent(found -> ended.end(found.value(), found.account().until()));
        return shown.map(Shown::account);
    }

    /** Who has signed in. */
    public static Optional<Account> account(HttpServletRequest request) {
        return shown(request).map(Shown::account);
    }

    /**
     * Lets only teachers pass.
     *
     * @throws RequestException {@code sign-in-needed}, {@code role-missing}
     */
    public static void requireTeacher(HttpServletRequest request) {
        Account account = account(request)
                .orElseThrow(() -> new RequestException(
                        ApiError.SIGN_IN_NEEDED, "Sign in with your school's account to open a classroom."));
        if (!account.is(Role.TEACHER)) {
            throw new RequestException(ApiError.ROLE_MISSING, "Your account is not a teacher's.");
        }
    }

    /**
     * The cookie of somebody who signs in now.
     *
     * @param issuer  who has made the account
     * @param subject its name there
     * @return the cookie, another one each time, and whose it is
     * @throws RequestException {@code database-unavailable}
     */
    public static Issued issue(
            HttpServletRequest request, String issuer, String subject, String name, Set<Role> roles, Duration length) {
        Instant until = Instant.now().plus(length).truncatedTo(ChronoUnit.MILLIS);
        String claims = Json.write(new Claims(name, roles));
        String secret = CookieCredentials.keyOf(request)
                .accountSecret(issuer, subject)
                .orElseThrow(CookieCredentials::databaseUnavailable);
        String value =
                CookieCredentials.seal(request, KIND, secret + "." + until.toEpochMilli() + "." + encode(claims));
        Account account = new Account(ParticipantCookie.participantOf(secret), name, roles, until);
        return new Issued(cookie(value, NewCookie.DEFAULT_MAX_AGE, request.isSecure()), account);
    }

    /** Whoever has just signed in, and the cookie to be set with the answer. */
    public record Issued(NewCookie cookie, Account account) {}

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes the browser forget the cookie. */
    public static NewCookie forgotten(HttpServletRequest request) {
        return cookie("", 0, request.isSecure());
    }

    private static NewCookie cookie(String value, int maxAgeSeconds, boolean secure) {
        return new NewCookie.Builder(ParticipantCookie.accountName(secure))
                .value(value)
                .path(secure ? "/" : "/api")
                .maxAge(maxAgeSeconds)
                .httpOnly(true)
                .secure(secure)
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }
}
