package org.speakdraw.app.cluster;

import io.undertow.attribute.ExchangeAttributes;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ProxyHandler;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.SameThreadExecutor;
import java.net.URI;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.ClientAddress;
import org.speakdraw.app.platform.ParticipantCookie;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.platform.RequestException;

/**
 * Sends requests that are for another node there and hands its answers back, sockets included; any load balancer will do
 * in front. What comes from another node is not sent on. Bodies are whole by now.
 */
final class RoutingHandler implements HttpHandler {

    /** A stream may go on for a whole day. */
    private static final int MAX_REQUEST_MILLIS = -1;
    /** Until a request is tried again whose node did not answer, and is not known to be dead. */
    private static final Duration PAUSE = Duration.ofMillis(250);
    /** Longer than it takes for a silent node to count as dead. */
    private static final int MAX_TRIES = 14;

    private static final AttachmentKey<Node> TARGET = AttachmentKey.create(Node.class);
    private static final AttachmentKey<Integer> TRIES = AttachmentKey.create(Integer.class);

    private final HttpHandler next;
    private final Supplier<Routes> routes;
    private final Supplier<Membership> membership;
    private final Map<URI, NodeProxy> proxies = new ConcurrentHashMap<>();

    private record NodeProxy(NodeProxyClient client, ProxyHandler handler) {}

    RoutingHandler(HttpHandler next, Supplier<Routes> routes, Supplier<Membership> membership) {
        this.next = next;
        this.routes = routes;
        this.membership = membership;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (Routes.concerns(exchange.getRequestMethod().toString(), exchange.getRelativePath())) {
            exchange.dispatch(this::route);
        } else {
            next.handleRequest(exchange);
        }
    }

    private void route(HttpServerExchange exchange) throws Exception {
        Optional<Node> target;
        try {
            target = routes.get().nodeFor(asked(exchange));
        } catch (RequestException e) {
            refuse(exchange, Problem.of(e));
            return;
        }
        if (target.isEmpty()) {
            next.handleRequest(exchange);
        } else {
            exchange.putAttachment(TARGET, target.get());
            proxyTo(target.get()).handler.handleRequest(exchange);
        }
    }

    private static Routes.Asked asked(HttpServerExchange exchange) {
        return new Routes.Asked(
                exchange.getRequestMethod().toString(),
                exchange.getRelativePath(),
                Optional.ofNullable(exchange.getQueryParameters().get("node")).map(Deque::peekFirst),
                ParticipantCookie.secretIn(exchange.getRequestHeaders().get(Headers.COOKIE))
                        .map(ParticipantCookie::participantOf),
                ClientAddress.networkOf(exchange.getSourceAddress().getAddress()),
                Forwarded.is(exchange));
    }

    private static void refuse(HttpServerExchange exchange, Problem problem) {
        HeaderMap headers = exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, Problem.MEDIA_TYPE);
        problem.head(exchange::setStatusCode, (name, value) -> headers.put(new HttpString(name), value));
        exchange.getResponseSender().send(problem.toJson());
    }

    private NodeProxy proxyTo(Node node) {
        NodeProxy known = proxies.get(node.address());
        if (known != null) {
            return known;
        }
        forgetThoseThatAreGone();
        return proxies.computeIfAbsent(node.address(), this::newProxy);
    }

    /** Nodes may come back at ever other addresses. */
    private void forgetThoseThatAreGone() {
        Set<URI> there =
                membership.get().nodes().values().stream().map(Node::address).collect(Collectors.toSet());
        for (URI address : Set.copyOf(proxies.keySet())) {
            if (!there.contains(address)) {
                Optional.ofNullable(proxies.remove(address)).ifPresent(gone -> gone.client.close());
            }
        }
    }

    private NodeProxy newProxy(URI address) {
        NodeProxyClient client = new NodeProxyClient(address, this::lost);
        ProxyHandler handler = ProxyHandler.builder()
                .setProxyClient(client)
                .setMaxRequestTime(MAX_REQUEST_MILLIS)
                .setReuseXForwarded(false)
                .setRewriteHostHeader(false)
                .addRequestHeader(
                        Forwarded.SECRET,
                        ExchangeAttributes.constant(membership.get().secret()))
                .build();
        return new NodeProxy(client, handler);
    }

    /** The other node is not there. If it is dead the request finds another way now, otherwise in a moment. */
    private void lost(HttpServerExchange exchange) {
        exchange.dispatch(again -> {
            if (routes.get().isDead(again.getAttachment(TARGET))) {
                route(again);
            } else {
                tryLater(again);
            }
        });
    }

    private void tryLater(HttpServerExchange exchange) {
        int tries = Optional.ofNullable(exchange.getAttachment(TRIES)).orElse(0) + 1;
        exchange.putAttachment(TRIES, tries);
        if (tries > MAX_TRIES) {
            refuse(
                    exchange,
                    Problem.of(RequestException.tooMany(
                            ApiError.SERVER_FULL, "Its server does not answer at the moment.", Routes.SOON)));
            return;
        }
        exchange.dispatch(
                SameThreadExecutor.INSTANCE,
                () -> exchange.getIoThread()
                        .executeAfter(
                                () -> Connectors.executeRootHandler(waiting -> waiting.dispatch(this::route), exchange),
                                PAUSE.toMillis(),
                                TimeUnit.MILLISECONDS));
    }
}
