package org.speakdraw.app.cluster;

import io.undertow.attribute.ExchangeAttributes;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ProxyHandler;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.speakdraw.app.platform.ClientAddress;
import org.speakdraw.app.platform.ParticipantCookie;

/**
 * Sends requests that are for another node there and hands its answers back, sockets included; any load balancer will do
 * in front. What comes from another node is believed about its client, and not sent on. Bodies are whole by now.
 */
final class RoutingHandler implements HttpHandler {

    /** Shows that a request comes from another node. */
    private static final HttpString SECRET = new HttpString("X-SpeakDraw-Node");
    /** A stream may go on for a whole day. */
    private static final int MAX_REQUEST_MILLIS = -1;

    private final HttpHandler next;
    private final Supplier<Routes> routes;
    private final Supplier<Membership> membership;
    private final Map<URI, ProxyHandler> proxies = new ConcurrentHashMap<>();

    RoutingHandler(HttpHandler next, Supplier<Routes> routes, Supplier<Membership> membership) {
        this.next = next;
        this.routes = routes;
        this.membership = membership;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        boolean forwarded = believe(exchange);
        if (Routes.concerns(exchange.getRequestMethod().toString(), exchange.getRelativePath())) {
            exchange.dispatch(asking -> route(asking, forwarded));
        } else {
            next.handleRequest(exchange);
        }
    }

    /** Whether it comes from another node, whose word about the client is taken then. */
    private boolean believe(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getRequestHeaders();
        String shown = headers.getFirst(SECRET);
        headers.remove(SECRET);
        String secret = shown == null ? "" : membership.get().secret();
        if (shown == null || secret.isEmpty() || !same(secret, shown)) {
            return false;
        }
        Optional.ofNullable(headers.getFirst(Headers.X_FORWARDED_FOR))
                .flatMap(ClientAddress::parse)
                .ifPresent(client -> exchange.setSourceAddress(new InetSocketAddress(client, 0)));
        if ("https".equals(headers.getFirst(Headers.X_FORWARDED_PROTO))) {
            exchange.setRequestScheme("https");
        }
        return true;
    }

    private static boolean same(String secret, String shown) {
        return MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    private void route(HttpServerExchange exchange, boolean forwarded) throws Exception {
        Optional<Node> target = routes.get()
                .nodeFor(new Routes.Asked(
                        exchange.getRequestMethod().toString(),
                        exchange.getRelativePath(),
                        Optional.ofNullable(exchange.getQueryParameters().get("node"))
                                .map(Deque::peekFirst),
                        ParticipantCookie.secretIn(exchange.getRequestHeaders().get(Headers.COOKIE))
                                .map(ParticipantCookie::participantOf),
                        forwarded));
        if (target.isEmpty()) {
            next.handleRequest(exchange);
        } else {
            proxyTo(target.get()).handleRequest(exchange);
        }
    }

    private ProxyHandler proxyTo(Node node) {
        return proxies.computeIfAbsent(
                node.address(),
                address -> ProxyHandler.builder()
                        .setProxyClient(new NodeProxyClient(address, exchange -> lost(exchange, node)))
                        .setMaxRequestTime(MAX_REQUEST_MILLIS)
                        .setReuseXForwarded(false)
                        .setRewriteHostHeader(false)
                        .addRequestHeader(
                                SECRET,
                                ExchangeAttributes.constant(membership.get().secret()))
                        .build());
    }

    /** The other node is not there: the request finds another way, once more without it. */
    private void lost(HttpServerExchange exchange, Node node) {
        exchange.dispatch(again -> {
            routes.get().unreachable(node);
            route(again, false);
        });
    }
}
