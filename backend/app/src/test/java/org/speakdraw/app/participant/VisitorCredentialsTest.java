package org.speakdraw.app.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.ext.RuntimeDelegate;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.DiskSpace;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.platform.TestDatabase;

/** With a key from a real PostgreSQL. */
class VisitorCredentialsTest {

    private static final Database database = TestDatabase.create();

    private final ParticipantKey key = new ParticipantKey(database, new ParticipantStore(database));

    @BeforeAll
    static void beAContainer() {
        RuntimeDelegate.setInstance(new NoContainer());
    }

    @AfterAll
    static void closeDatabase() {
        RuntimeDelegate.setInstance(null);
        database.close();
    }

    @Test
    void knowsAgainWhomItGaveACookie() {
        for (boolean https : new boolean[] {false, true}) {
            HttpServletRequest first = request(https);
            VisitorCredentials visitor = VisitorCredentials.knownOrNew(first);
            NewCookie cookie = visitor.cookies(first)[0];
            HttpServletRequest second = request(https, new Cookie(cookie.getName(), cookie.getValue()));
            assertThat(VisitorCredentials.participantOf(second)).contains(visitor.participant());
            assertThat(VisitorCredentials.isForeign(second)).isFalse();
            assertThat(VisitorCredentials.isForeign(first))
                    .as("without a cookie")
                    .isFalse();
            assertThat(VisitorCredentials.knownOrNew(second).cookies(second)[0].getValue())
                    .isEqualTo(cookie.getValue());
        }
    }

    @Test
    void takesACookieOfAnotherMakerForNone() {
        String good = VisitorCredentials.knownOrNew(request(false))
                .cookies(request(false))[0]
                .getValue();
        for (String forged : new String[] {
            good.substring(0, 43), "A".repeat(43) + good.substring(43), good.substring(0, 44) + "A".repeat(22), "", "."
        }) {
            HttpServletRequest request = request(false, new Cookie("speakdraw-participant", forged));
            assertThat(VisitorCredentials.participantOf(request)).as(forged).isEmpty();
            assertThat(VisitorCredentials.isForeign(request)).as(forged).isTrue();
            assertThat(VisitorCredentials.knownOrNew(request)
                            .cookies(request)[0]
                            .getValue())
                    .isNotEqualTo(forged);
        }
    }

    @Test
    void makesNoMoreThanTheAddressMayBring() {
        SavingLimits limits = new SavingLimits(new DiskSpace(List.of(), folder -> 0), 1, 1, 1);
        HttpServletRequest stranger = request(false);
        NewCookie cookie = VisitorCredentials.knownOrNew(stranger, limits).cookies(stranger)[0];
        assertThatThrownBy(() -> VisitorCredentials.knownOrNew(stranger, limits))
                .isInstanceOfSatisfying(
                        RequestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ApiError.TOO_MANY_REQUESTS));
        HttpServletRequest known = request(false, new Cookie(cookie.getName(), cookie.getValue()));
        assertThatCode(() -> VisitorCredentials.knownOrNew(known, limits)).doesNotThrowAnyException();
    }

    @Test
    void bindsTheCookieToTheHostBehindHttps() {
        NewCookie cookie = VisitorCredentials.knownOrNew(request(true)).cookies(request(true))[0];
        assertThat(cookie.getName()).isEqualTo("__Host-speakdraw-participant");
        assertThat(cookie.isSecure()).isTrue();
        assertThat(cookie.getPath()).isEqualTo("/");
        assertThat(cookie.getDomain()).isNull();
        assertThat(VisitorCredentials.participantOf(
                        request(true, new Cookie("speakdraw-participant", cookie.getValue()))))
                .as("set by a plain HTTP neighbour")
                .isEmpty();
        NewCookie plain = VisitorCredentials.knownOrNew(request(false)).cookies(request(false))[0];
        assertThat(plain.getName()).isEqualTo("speakdraw-participant");
        assertThat(plain.isSecure()).isFalse();
    }

    /** A request of which nothing is asked but this. */
    private HttpServletRequest request(boolean https, Cookie... cookies) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                HttpServletRequest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "isSecure" -> https;
                    case "getCookies" -> cookies;
                    case "getRemoteAddr" -> "192.0.2.1";
                    case "getAttribute" -> key;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
