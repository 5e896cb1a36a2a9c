package org.speakdraw.app.cluster;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Supplier;
import org.speakdraw.app.platform.ClientAddress;

/**
 * Believes other nodes about the clients whose requests they send on. In front of the door, so that what is counted there,
 * bodies among it, is the client's and not that node's.
 */
final class Forwarded implements HttpHandler {

    /** Shows that a request comes from another node. */
    static final HttpString SECRET = new HttpString("X-SpeakDraw-Node");

    private static final AttachmentKey<Boolean> BELIEVED = AttachmentKey.create(Boolean.class);

    private final HttpHandler next;
    private final Supplier<Membership> membership;

    Forwarded(HttpHandler next, Supplier<Membership> membership) {
        this.next = next;
        this.membership = membership;
    }

    /** Whether another node has sent the request here. */
    static boolean is(HttpServerExchange exchange) {
        return exchange.getAttachment(BELIEVED) != null;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        HeaderMap headers = exchange.getRequestHeaders();
        String shown = headers.getFirst(SECRET);
        headers.remove(SECRET);
        String secret = shown == null ? "" : membership.get().secret();
        if (shown != null && !secret.isEmpty() && same(secret, shown)) {
            exchange.putAttachment(BELIEVED, true);
            believe(exchange, headers);
        }
        next.handleRequest(exchange);
    }

    private static void believe(HttpServerExchange exchange, HeaderMap headers) {
        Optional.ofNullable(headers.getFirst(Headers.X_FORWARDED_FOR))
                .flatMap(ClientAddress::parse)
                .ifPresent(client -> exchange.setSourceAddress(new InetSocketAddress(client, 0)));
        // Or else the door would look for a proxy that it trusts.
        headers.remove(Headers.X_FORWARDED_FOR);
        if ("https".equals(headers.getFirst(Headers.X_FORWARDED_PROTO))) {
            exchange.setRequestScheme("https");
        }
    }

    private static boolean same(String secret, String shown) {
        return MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }
}
