package org.speakdraw.app.platform.door;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.List;

/**
 * Holds the {@link AnswerPace} and the bound of {@link Downloads} against answers that end: files, exports, and
 * whatever else a thread may have to wait for while it is sent. Streams without an end and sockets have their own rules
 * for slow viewers.
 */
final class AnswerPaceHandler implements HttpHandler {

    private static final List<String> STREAMS = List.of("multipart/x-mixed-replace", "text/event-stream");

    private final HttpHandler next;
    private final AnswerPace pace;
    private final Downloads downloads;

    AnswerPaceHandler(HttpHandler next, AnswerPace pace, Downloads downloads) {
        this.next = next;
        this.pace = pace;
        this.downloads = downloads;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        exchange.addResponseWrapper((factory, answered) ->
                isStream(answered) ? factory.create() : new PacedAnswer(factory.create(), answered, pace, downloads));
        next.handleRequest(exchange);
    }

    private static boolean isStream(HttpServerExchange exchange) {
        String type = exchange.getResponseHeaders().getFirst(Headers.CONTENT_TYPE);
        return exchange.isUpgrade() || (type != null && STREAMS.stream().anyMatch(type::startsWith));
    }
}
