package org.speakdraw.app.account;

import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.participant.Account.Role;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.platform.Secret;

/** Signing in with an account of the school, where the configuration says at whose page. Thread-safe. */
public final class SignIn {

    private static final System.Logger LOG = System.getLogger(SignIn.class.getName());

    private static final int MAX_NAME = 60;
    /** What would begin another line, for whoever reads a page or a log. */
    private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]+");

    private static final int MAX_LOGGED = 200;

    private final Optional<SignInConfig> config;
    private final Optional<OpenIdProvider> provider;
    private final OnceStore once;
    private final SecureRandom random = new SecureRandom();
    private final SignInRate rate;

    SignIn(Optional<SignInConfig> config, OnceStore once, SignInRate rate) {
        this.config = config;
        this.provider = config.map(known -> new OpenIdProvider(known, new ProviderHttp()));
        this.once = once;
        this.rate = rate;
    }

    /**
     * Whom the provider has let in.
     *
     * @param issuer  who has made the account
     * @param subject its name there
     */
    record Person(String issuer, String subject, String name, Set<Role> roles, Duration length) {}

    /** Where the browser goes to sign in, and what it has to remember. */
    record Begun(SignInAttempt attempt, URI provider) {}

    /** What a provider's page sends the browser back with. */
    record Answer(Optional<String> state, Optional<String> code, Optional<String> issuer, Optional<String> error) {}

    /** Whether people can sign in here. */
    boolean available() {
        return config.isPresent();
    }

    /** Why the provider did not answer when it was last needed; empty when it did. */
    Optional<String> failure() {
        return provider.flatMap(OpenIdProvider::failure);
    }

    /** @throws RequestException {@code sign-in-off} */
    private SignInConfig requireConfig() {
        return config.orElseThrow(
                () -> new RequestException(ApiError.SIGN_IN_OFF, "This server works without accounts."));
    }

    private OpenIdProvider requireProvider() {
        requireConfig();
        return provider.orElseThrow();
    }

    /**
     * A page of this server.
     *
     * @throws RequestException {@code sign-in-off}
     */
    URI page(String path) {
        return requireConfig().address().resolve(path);
    }

    /**
     * Whether a browser is at the address to which the provider sends it back.
     *
     * @param host as it names this server, see {@link OwnAddress#isWhere}
     * @throws RequestException {@code sign-in-off}
     */
    boolean isAt(@Nullable String host) {
        return requireConfig().address().isWhere(host);
    }

    /** Where signing in begins at that address. */
    URI beginning(String back) {
        return page("/api/account/sign-in?moved=true&back=" + URLEncoder.encode(back, StandardCharsets.UTF_8));
    }

    /**
     * Sends somebody to the provider.
     *
     * @param back page of ours to go back to
     * @throws RequestException {@code sign-in-off}, {@code request-invalid}, {@code too-many-requests}, {@code
     *     provider-unavailable}
     */
    Begun begin(String back, String address) {
        OpenIdProvider known = requireProvider();
        rate.require(address);
        SignInAttempt attempt = new SignInAttempt(
                Secret.draw(random),
                Secret.draw(random),
                new CodeVerifier().getValue(),
                SignInAttempt.requirePage(back),
                Instant.now().plus(AttemptCredentials.LIMIT).toEpochMilli());
        try {
            return new Begun(attempt, known.authorization(attempt));
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /**
     * Takes the browser back from the provider.
     *
     * @param begun what the browser remembers
     * @throws RequestException {@code sign-in-off}, {@code sign-in-lapsed} for an answer that this browser did not ask for,
     *     too late or a second time, {@code sign-in-refused}, {@code too-many-requests}, {@code provider-unavailable}, {@code
     *     database-unavailable}
     */
    Person finish(Optional<SignInAttempt> begun, Answer answer, String address) {
        OpenIdProvider known = requireProvider();
        rate.require(address);
        SignInAttempt attempt = begun.filter(each -> !each.isOver())
                .filter(each ->
                        answer.state().filter(Secret.of(each.state())::matches).isPresent())
                .filter(each -> once.first("state " + each.state(), each.end()))
                .orElseThrow(() -> new RequestException(
                        ApiError.SIGN_IN_LAPSED, "The sign-in took too long, or it was used already. Try again."));
        if (answer.issuer()
                .filter(issuer -> !issuer.equals(requireConfig().issuer()))
                .isPresent()) {
            throw refused("the answer is of another provider");
        }
        String code = answer.code()
                .orElseThrow(
                        () -> refused("the provider answered " + answer.error().orElse("nothing")));
        try {
            return person(known.redeem(code, attempt));
        } catch (IOException e) {
            throw unavailable(e);
        } catch (BadJOSEException | ParseException | IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    /** Where the browser goes to sign out at the provider, too; empty where that is not possible. */
    Optional<URI> signOut() {
        try {
            return provider.isPresent() ? provider.get().signOut() : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Person person(IDTokenClaimsSet token) throws ParseException {
        SignInConfig known = requireConfig();
        JWTClaimsSet claims = token.toJWTClaimsSet();
        Object name = claims.getClaim(known.nameClaim());
        return new Person(
                token.getIssuer().getValue(),
                token.getSubject().getValue(),
                name instanceof String text ? shortened(text) : "",
                known.roles().rolesOf(claims.getClaims()),
                known.length());
    }

    /** A name in one line and not too long. */
    static String shortened(String name) {
        String plain = BREAKS.matcher(name).replaceAll(" ").strip();
        int end = Math.min(plain.length(), MAX_NAME);
        boolean halved = end < plain.length() && Character.isHighSurrogate(plain.charAt(end - 1));
        return plain.substring(0, halved ? end - 1 : end).strip();
    }

    static RequestException unavailable(IOException cause) {
        LOG.log(
                Level.WARNING,
                "The provider of accounts does not answer: {0}",
                oneLine(String.valueOf(cause.getMessage())));
        return new RequestException(
                ApiError.PROVIDER_UNAVAILABLE, "Your school's sign-in does not answer. Try again later.", cause);
    }

    /** Why is for the operator; whoever tries is told that it did not work. */
    static RequestException refused(String why) {
        LOG.log(Level.INFO, "A sign-in was refused: {0}", oneLine(why));
        return new RequestException(ApiError.SIGN_IN_REFUSED, "The sign-in did not work.");
    }

    /** As it may stand in a log. */
    static String oneLine(String text) {
        String plain = BREAKS.matcher(text).replaceAll(" ");
        return plain.substring(0, Math.min(plain.length(), MAX_LOGGED));
    }
}
