package org.speakdraw.app.participant;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.ext.RuntimeDelegate;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.participant.Account.Role;
import org.speakdraw.app.participant.AccountCredentials.Issued;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.ParticipantCookie;
import org.speakdraw.app.platform.TestDatabase;

/** With a key from a real PostgreSQL. */
class AccountCredentialsTest {

    private static final Database database = TestDatabase.create();
    private static final String ISSUER = "https://school.example";

    private final ParticipantKey key = new ParticipantKey(database, new ParticipantStore(database));
    private EndedSignIns ended = new EndedSignIns(new EndedSignInStore(database));

    @BeforeAll
    static void beAContainer() {
        RuntimeDelegate.setInstance(new NoContainer());
    }

    @AfterAll
    static void closeDatabase() {
        RuntimeDelegate.setInstance(null);
        database.close();
    }

    private Issued issue(boolean https, String subject, Duration length) {
        return AccountCredentials.issue(
                request(https), ISSUER, subject, "Zoë \"Z\" Łuczak", Set.of(Role.TEACHER, Role.ADMINISTRATOR), length);
    }

    @Test
    void knowsAgainWhoHasSignedInUntilTheirTimeIsOver() {
        for (boolean https : new boolean[] {false, true}) {
            Issued issued = issue(https, "7", Duration.ofMinutes(1));
            HttpServletRequest later = request(https, cookieOf(issued));
            assertThat(AccountCredentials.account(later)).contains(issued.account());
            assertThat(VisitorCredentials.participantOf(later))
                    .contains(issued.account().participant());
            Issued over = issue(https, "7", Duration.ZERO);
            assertThat(AccountCredentials.account(request(https, cookieOf(over))))
                    .isEmpty();
        }
    }

    @Test
    void makesOneParticipantOfAnAccountAndOthersOfOthers() {
        Issued first = issue(false, "7", Duration.ofMinutes(1));
        Issued again = issue(false, "7", Duration.ofMinutes(2));
        assertThat(again.account().participant()).isEqualTo(first.account().participant());
        assertThat(again.cookie().getValue()).isNotEqualTo(first.cookie().getValue());
        assertThat(issue(false, "8", Duration.ofMinutes(1)).account().participant())
                .isNotEqualTo(first.account().participant());
    }

    @Test
    void goesBeforeWhatTheBrowserIsWithoutAnAccountAndLeavesThat() {
        HttpServletRequest stranger = request(false);
        VisitorCredentials own = VisitorCredentials.knownOrNew(stranger);
        Issued issued = issue(false, "7", Duration.ofMinutes(1));
        Cookie ownCookie = new Cookie("speakdraw-participant", own.cookies(stranger)[0].getValue());
        HttpServletRequest both = request(false, ownCookie, cookieOf(issued));
        VisitorCredentials known = VisitorCredentials.knownOrNew(both);
        assertThat(known.participant()).isEqualTo(issued.account().participant());
        assertThat(known.cookies(both))
                .as("none comes back by an answer after signing out")
                .isEmpty();
        assertThat(issued.cookie().getMaxAge())
                .as("forgotten when the browser is closed")
                .isEqualTo(NewCookie.DEFAULT_MAX_AGE);
        assertThat(VisitorCredentials.forgotten(both).getName()).isEqualTo("speakdraw-account");
        assertThat(VisitorCredentials.participantOf(request(false, ownCookie))).contains(own.participant());
        // What those see who check no signature.
        assertThat(seenUnchecked(own.cookies(stranger)[0], issued.cookie()))
                .contains(issued.account().participant());
        assertThat(seenUnchecked(
                        own.cookies(stranger)[0],
                        issue(false, "7", Duration.ZERO).cookie()))
                .as("of whom an account's time is over")
                .contains(own.participant());
    }

    private static Optional<UUID> seenUnchecked(NewCookie own, NewCookie account) {
        String header = own.getName() + "=" + own.getValue() + "; " + account.getName() + "=" + account.getValue();
        return ParticipantCookie.secretIn(List.of(header)).map(ParticipantCookie::participantOf);
    }

    @Test
    void takesNoCopyOfACookieWithWhichSomebodyHasSignedOut() {
        Issued first = issue(false, "7", Duration.ofMinutes(1));
        Issued elsewhere = issue(false, "7", Duration.ofMinutes(2));
        assertThat(AccountCredentials.end(request(false, cookieOf(first)))).contains(first.account());
        assertThat(AccountCredentials.account(request(false, cookieOf(first)))).isEmpty();
        assertThat(AccountCredentials.end(request(false, cookieOf(first)))).isEmpty();
        assertThat(AccountCredentials.account(request(false, cookieOf(elsewhere))))
                .as("signed in on another computer")
                .contains(elsewhere.account());
    }

    @Test
    void signsOutAlsoWhileNobodyKnowsWhoHas() {
        Issued issued = issue(false, "7", Duration.ofMinutes(1));
        Database away = TestDatabase.create();
        away.close();
        ended = new EndedSignIns(new EndedSignInStore(away));
        assertThat(AccountCredentials.account(request(false, cookieOf(issued)))).isEmpty();
        assertThat(AccountCredentials.end(request(false, cookieOf(issued)))).contains(issued.account());
        assertThat(ended.knows(issued.cookie().getValue())).isTrue();
    }

    @Test
    void takesNoOtherCookieForAnAccount() {
        Issued issued = issue(false, "7", Duration.ofMinutes(1));
        String good = issued.cookie().getValue();
        String visitor = VisitorCredentials.knownOrNew(request(false))
                .cookies(request(false))[0]
                .getValue();
        String otherKind =
                key.seal("sign-in", good.substring(0, good.lastIndexOf('.'))).orElseThrow();
        for (String forged :
                new String[] {visitor, otherKind, "A" + good.substring(1), good + "A", good.replace('.', '-'), "", "."
                }) {
            HttpServletRequest request = request(false, new Cookie("speakdraw-account", forged));
            assertThat(AccountCredentials.account(request)).as(forged).isEmpty();
        }
        assertThat(VisitorCredentials.participantOf(request(false, new Cookie("speakdraw-participant", good))))
                .isEmpty();
    }

    @Test
    void bindsTheCookieToTheHostBehindHttps() {
        NewCookie cookie = issue(true, "7", Duration.ofMinutes(1)).cookie();
        assertThat(cookie.getName()).isEqualTo("__Host-speakdraw-account");
        assertThat(cookie.isSecure()).isTrue();
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getPath()).isEqualTo("/");
        assertThat(cookie.getSameSite()).isEqualTo(NewCookie.SameSite.STRICT);
        assertThat(AccountCredentials.account(request(true, new Cookie("speakdraw-account", cookie.getValue()))))
                .as("set by a plain HTTP neighbour")
                .isEmpty();
    }

    private static Cookie cookieOf(Issued issued) {
        return new Cookie(issued.cookie().getName(), issued.cookie().getValue());
    }

    /** A request of which nothing is asked but this. */
    private HttpServletRequest request(boolean https, Cookie... cookies) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                HttpServletRequest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "isSecure" -> https;
                    case "getCookies" -> cookies;
                    case "getAttribute" -> CookieCredentials.ENDED.equals(arguments[0]) ? ended : key;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
