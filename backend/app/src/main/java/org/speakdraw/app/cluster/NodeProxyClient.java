package org.speakdraw.app.cluster;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyCallback;
import io.undertow.server.handlers.proxy.ProxyClient;
import io.undertow.server.handlers.proxy.ProxyConnection;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Connections to one node. Where none can be made, the request is given back instead of being refused. */
final class NodeProxyClient implements ProxyClient {

    /** Of one I/O thread: a socket keeps its own, and so does a stream. */
    private static final int MAX_CONNECTIONS = 2_000;

    private final URI address;
    private final LoadBalancingProxyClient connections;
    private final Consumer<HttpServerExchange> unreachable;

    /** @param unreachable takes a request of which nothing was sent */
    NodeProxyClient(URI address, Consumer<HttpServerExchange> unreachable) {
        this.connections = new LoadBalancingProxyClient()
                .setConnectionsPerThread(MAX_CONNECTIONS)
                .setProblemServerRetry(1);
        connections.addHost(address);
        this.address = address;
        this.unreachable = unreachable;
    }

    /** The node is not there any more: connections that nobody uses are closed, and the others once they are free. */
    void close() {
        connections.removeHost(address);
    }

    @Override
    public ProxyTarget findTarget(HttpServerExchange exchange) {
        return connections.findTarget(exchange);
    }

    @Override
    public void getConnection(
            ProxyTarget target,
            HttpServerExchange exchange,
            ProxyCallback<ProxyConnection> callback,
            long timeout,
            TimeUnit unit) {
        connections.getConnection(target, exchange, new GivingBack(callback, unreachable), timeout, unit);
    }

    private record GivingBack(ProxyCallback<ProxyConnection> callback, Consumer<HttpServerExchange> unreachable)
            implements ProxyCallback<ProxyConnection> {

        @Override
        public void completed(HttpServerExchange exchange, ProxyConnection connection) {
            callback.completed(exchange, connection);
        }

        @Override
        public void failed(HttpServerExchange exchange) {
            unreachable.accept(exchange);
        }

        @Override
        public void couldNotResolveBackend(HttpServerExchange exchange) {
            unreachable.accept(exchange);
        }

        @Override
        public void queuedRequestFailed(HttpServerExchange exchange) {
            callback.queuedRequestFailed(exchange);
        }
    }
}
