package org.speakdraw.acceptance.fuzz;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/** Request lines and headers: unknown methods, odd paths, many and long headers, false lengths, damaged bytes. */
final class HeaderFamily implements InputFamily {

    private static final List<String> METHODS = List.of(
            "GET", "GET", "GET", "HEAD", "OPTIONS", "POST", "PUT", "TRACE", "CONNECT", "PROPFIND", "G\u00e4T", "");
    private static final List<String> PATHS = List.of(
            "/",
            "/index.html",
            "/health",
            "/api/settings",
            "/api/me",
            "/api/sessions/x/stream",
            "/ws/sessions/x",
            "/api/presets?q=%ff%00&limit=1e3",
            "/..%2f..%2fetc/passwd",
            "/api//settings;a=b/../../x",
            "*",
            "http://elsewhere.example/",
            "/" + "a".repeat(9_000),
            "/%");
    private static final List<String> NAMES = List.of(
            "Host",
            "Cookie",
            "Origin",
            "Content-Length",
            "Transfer-Encoding",
            "Content-Type",
            "Upgrade",
            "Connection",
            "Sec-WebSocket-Key",
            "Sec-WebSocket-Version",
            "Authorization",
            "X-Forwarded-For",
            "X-Forwarded-Proto",
            "Accept",
            "Accept-Encoding",
            "Range",
            "If-None-Match",
            "Expect",
            "X\u00e4");
    private static final List<String> VALUES = List.of(
            "localhost",
            "evil.example",
            "http://evil.example",
            "0",
            "-1",
            "99999999999999999999",
            "chunked",
            "chunked, gzip",
            "websocket",
            "Upgrade, keep-alive",
            "13",
            "dGhlIHNhbXBsZSBub25jZQ==",
            "application/json; charset=bogus",
            "multipart/form-data",
            "Bearer ",
            "speakdraw-participant=x; speakdraw-token=\"",
            "1.2.3.4, 5.6.7.8, nonsense",
            "https",
            "bytes=0-0,-1,5-",
            "100-continue",
            "");

    private final URI base;

    HeaderFamily(URI base) {
        this.base = base;
    }

    @Override
    public Outcome send(RandomGenerator random) {
        byte[] request = request(random).getBytes(StandardCharsets.ISO_8859_1);
        return RawHttp.send(base, random.nextInt(3) == 0 ? Mutations.damage(request, random) : request);
    }

    private static String request(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        text.append(Mutations.pick(METHODS, random))
                .append(' ')
                .append(Mutations.pick(PATHS, random))
                .append(random.nextInt(10) == 0 ? " HTTP/9.9" : " HTTP/1.1")
                .append("\r\n");
        if (random.nextInt(4) != 0) {
            text.append("Host: localhost\r\nConnection: close\r\n");
        }
        int headers = random.nextInt(20) == 0 ? 400 : random.nextInt(6);
        for (int i = 0; i < headers; i++) {
            text.append(Mutations.pick(NAMES, random))
                    .append(": ")
                    .append(value(random))
                    .append("\r\n");
        }
        return text.append("\r\n").append("x".repeat(random.nextInt(64))).toString();
    }

    private static String value(RandomGenerator random) {
        return random.nextInt(12) == 0 ? Mutations.text(random) : Mutations.pick(VALUES, random);
    }

    @Override
    public void close() {}
}
