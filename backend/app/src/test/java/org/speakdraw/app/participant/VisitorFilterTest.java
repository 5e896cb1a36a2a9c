package org.speakdraw.app.participant;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.speakdraw.app.platform.AuditLines;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.TestDatabase;

/** With a key from a real PostgreSQL. */
class VisitorFilterTest {

    private final Database database = TestDatabase.create();
    private final VisitorFilter filter = new VisitorFilter(
            new ParticipantKey(database, new ParticipantStore(database)),
            new EndedSignIns(new EndedSignInStore(database)));

    @RegisterExtension
    private final AuditLines lines = new AuditLines();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void notesForgedCookiesWithoutFillingTheLogAndLetsTheirRequestsThrough() throws Exception {
        int passed = pass();
        assertThat(lines.all()).isEmpty();
        for (int i = 0; i < 1000; i++) {
            passed += pass(new Cookie("speakdraw-participant", "A".repeat(43) + "." + "A".repeat(22)));
        }
        assertThat(passed).isEqualTo(1001);
        assertThat(lines.all())
                .hasSizeBetween(6, 20)
                .allMatch(line -> line.equals("somebody was refused participant (participant-unknown) at 192.0.2.7"));
    }

    /** How many requests come through: one. */
    private int pass(Cookie... cookies) throws Exception {
        int[] passed = {0};
        filter.doFilter(request(cookies), response(), (request, response) -> passed[0]++);
        return passed[0];
    }

    private static HttpServletRequest request(Cookie... cookies) {
        Map<Object, Object> attributes = new HashMap<>();
        return proxy(HttpServletRequest.class, (method, arguments) -> switch (method) {
            case "isSecure" -> false;
            case "getCookies" -> cookies;
            case "getRemoteAddr" -> "192.0.2.7";
            case "setAttribute" -> attributes.put(arguments[0], arguments[1]);
            case "getAttribute" -> attributes.get(arguments[0]);
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private static HttpServletResponse response() {
        return proxy(HttpServletResponse.class, (method, arguments) -> {
            throw new UnsupportedOperationException(method);
        });
    }

    /** What a call answers. */
    private interface Answers {
        Object of(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.of(method.getName(), arguments)));
    }
}
