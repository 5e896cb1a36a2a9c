package org.speakdraw.acceptance.siege;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.speakdraw.acceptance.client.HttpApi;

/** Opens a session and its stream, and hangs up before the first picture; a server that does not notice fills up. */
final class ViewersThatLeave implements Attack {

    private static final int TIMEOUT_MILLIS = 5_000;

    private final URI base;
    private final HttpApi api;

    ViewersThatLeave(URI base) {
        this.base = base;
        this.api = new HttpApi(base);
    }

    @Override
    public String name() {
        return "viewers that leave";
    }

    @Override
    public Duration pause() {
        return Duration.ofSeconds(1);
    }

    @Override
    public String strike() throws Exception {
        HttpApi.Answer opened = api.post("/api/sessions", "{}");
        if (opened.status() != 201) {
            return String.valueOf(opened.status());
        }
        String request = "GET " + opened.json().at("/urls/stream").asText() + " HTTP/1.1\r\nHost: "
                + base.getAuthority() + "\r\nAuthorization: Bearer "
                + opened.json().path("token").asText() + "\r\n\r\n";
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(base.getHost(), base.getPort()), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getInputStream().read();
        }
        return "left";
    }
}
