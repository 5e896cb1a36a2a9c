package org.speakdraw.acceptance.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/**
 * A session as its creator knows it.
 *
 * @param server   base address of the server
 * @param id       of the session
 * @param token    its secret
 * @param settings all settings in force at the start
 */
public record Session(URI server, String id, String token, JsonNode settings) {

    /** Address of the WebSocket. */
    public URI socket() {
        URI http = server.resolve("/ws/sessions/" + id);
        return URI.create(http.toString().replaceFirst("^http", "ws"));
    }

    /** Address of the MJPEG stream. */
    public URI stream() {
        return server.resolve("/api/sessions/" + id + "/stream");
    }

    /** Address of the session itself. */
    public URI self() {
        return server.resolve("/api/sessions/" + id);
    }

    /** Value of the {@code Authorization} header. */
    public String authorization() {
        return "Bearer " + token;
    }

    @Override
    public String toString() {
        return "Session[" + id + "]";
    }
}
