package org.speakdraw.acceptance.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/**
 * What the server answered to an HTTP call.
 *
 * @param status  HTTP status
 * @param headers response headers
 * @param body    the JSON body; a missing node when there was none, or it was not JSON
 * @param text    the body as it came
 */
public record Answer(int status, HttpHeaders headers, JsonNode body, String text) {

    /** The problem's stable code; empty when the answer is no problem. */
    public String code() {
        return body.path("code").asText("");
    }
}
