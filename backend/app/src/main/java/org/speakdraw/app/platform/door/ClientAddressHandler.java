package org.speakdraw.app.platform.door;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Makes the address that requests have that of {@link TrustedProxies#clientOf}. The server's own setting for proxies
 * believes the beginning of the list, which anybody writes.
 */
final class ClientAddressHandler implements HttpHandler {

    private final HttpHandler next;
    private final TrustedProxies proxies;

    ClientAddressHandler(HttpHandler next, TrustedProxies proxies) {
        this.next = next;
        this.proxies = proxies;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        HeaderValues forwarded = exchange.getRequestHeaders().get(Headers.X_FORWARDED_FOR);
        if (forwarded != null && exchange.getConnection().getPeerAddress() instanceof InetSocketAddress peer) {
            InetAddress client = proxies.clientOf(peer.getAddress(), String.join(",", forwarded));
            exchange.setSourceAddress(new InetSocketAddress(client, 0));
        }
        next.handleRequest(exchange);
    }
}
