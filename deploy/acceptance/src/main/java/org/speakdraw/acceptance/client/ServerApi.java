package org.speakdraw.acceptance.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The HTTP calls of the native protocol. Thread-safe; every call waits for its answer, 30 s at most. */
public final class ServerApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final URI server;
    private final HttpClient http;

    public ServerApi(URI server) {
        this(server, newHttpClient());
    }

    ServerApi(URI server, HttpClient http) {
        this.server = server;
        this.http = http;
    }

    static HttpClient newHttpClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /** Makes a session with some settings; an answer other than 201 is an {@link IOException} with its text. */
    public Session createSession(Map<String, ?> settings) throws IOException {
        Answer answer = call("POST", "/api/sessions", null, Map.of("settings", settings));
        if (answer.status() != 201) {
            throw new IOException("POST /api/sessions answered " + answer.status() + ": " + answer.text());
        }
        return new Session(
                server,
                answer.body().path("id").asText(),
                answer.body().path("token").asText(),
                answer.body().path("settings"));
    }

    public Answer settings() throws IOException {
        return call("GET", "/api/settings", null, null);
    }

    public Answer session(Session session) throws IOException {
        return call("GET", session.self().getPath(), session, null);
    }

    public Answer changeSettings(Session session, Map<String, ?> changes) throws IOException {
        return call("PATCH", session.self().getPath() + "/settings", session, changes);
    }

    public Answer delete(Session session) throws IOException {
        return call("DELETE", session.self().getPath(), session, null);
    }

    public Answer share(Session session) throws IOException {
        return call("POST", session.self().getPath() + "/share", session, null);
    }

    public Answer unshare(Session session) throws IOException {
        return call("DELETE", session.self().getPath() + "/share", session, null);
    }

    public Answer get(String path) throws IOException {
        return call("GET", path, null, null);
    }

    /**
     * Any call.
     *
     * @param session whose token is sent along; none when null
     * @param body    sent as JSON, a string as it is; no body when null
     */
    public Answer call(String method, String path, @Nullable Session session, @Nullable Object body)
            throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).timeout(TIMEOUT);
        if (session != null) {
            request.header("Authorization", session.authorization());
        }
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            String text = body instanceof String raw ? raw : JSON.writeValueAsString(body);
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(text));
        }
        return send(request.build());
    }

    /** Any request; the body of the answer is read as JSON where it is JSON. */
    public Answer send(HttpRequest request) throws IOException {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), parse(response.body()), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(request.method() + " " + request.uri());
        }
    }

    /** Parses JSON; a missing node when it is none. */
    static JsonNode parse(String text) {
        try {
            return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** A JSON object of pairs. */
    static String object(Map<String, ?> members) {
        return JSON.convertValue(members, JsonNode.class).toString();
    }

    static JsonNode emptyObject() {
        return JsonNodeFactory.instance.objectNode();
    }
}
