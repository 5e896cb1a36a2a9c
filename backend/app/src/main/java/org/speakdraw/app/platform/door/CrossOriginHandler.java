package org.speakdraw.app.platform.door;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import org.speakdraw.app.platform.OriginPolicy;

/**
 * Lets pages of the origins that the configuration lists read what is answered, as the fetch standard has it (CORS): each
 * answer names the one origin it is for, and a browser that asks before it sends something is told that it may. Whatever
 * answers, an error of this door included, has the headers. Pages of all other origins find none, so that their browser
 * keeps the answer from them.
 */
final class CrossOriginHandler implements HttpHandler {

    private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
    private static final HttpString ALLOW_CREDENTIALS = new HttpString("Access-Control-Allow-Credentials");
    private static final HttpString ALLOW_METHODS = new HttpString("Access-Control-Allow-Methods");
    private static final HttpString ALLOW_HEADERS = new HttpString("Access-Control-Allow-Headers");
    private static final HttpString EXPOSE_HEADERS = new HttpString("Access-Control-Expose-Headers");
    private static final HttpString MAX_AGE = new HttpString("Access-Control-Max-Age");
    private static final HttpString REQUEST_HEADERS = new HttpString("Access-Control-Request-Headers");
    private static final HttpString REQUEST_METHOD = new HttpString("Access-Control-Request-Method");

    private final HttpHandler next;
    private final OriginPolicy origins;

    CrossOriginHandler(HttpHandler next, OriginPolicy origins) {
        this.next = next;
        this.origins = origins;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String origin = exchange.getRequestHeaders().getFirst(Headers.ORIGIN);
        boolean listed = origin != null && origins.lists(origin);
        // As late as that: an error clears what was there before.
        exchange.addResponseCommitListener(committed -> {
            HeaderMap headers = committed.getResponseHeaders();
            headers.add(Headers.VARY, Headers.ORIGIN_STRING);
            if (listed) {
                headers.put(ALLOW_ORIGIN, origin).put(ALLOW_CREDENTIALS, "true");
                headers.put(EXPOSE_HEADERS, "Location, Retry-After, ETag, Content-Disposition");
            }
        });
        boolean asksBefore = exchange.getRequestMethod().equals(Methods.OPTIONS)
                && exchange.getRequestHeaders().contains(REQUEST_METHOD);
        if (listed && asksBefore) {
            // Clients have headers of their own, such as those of OpenAI's libraries; none of them means anything here.
            String asked = exchange.getRequestHeaders().getFirst(REQUEST_HEADERS);
            exchange.getResponseHeaders()
                    .put(ALLOW_METHODS, "GET, HEAD, POST, PUT, PATCH, DELETE")
                    .put(ALLOW_HEADERS, asked == null ? "Authorization, Content-Type" : asked)
                    .put(MAX_AGE, "600");
            exchange.setStatusCode(StatusCodes.NO_CONTENT).endExchange();
        } else {
            next.handleRequest(exchange);
        }
    }
}
