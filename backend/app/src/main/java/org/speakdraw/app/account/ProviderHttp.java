package org.speakdraw.app.account;

import com.nimbusds.common.contenttype.ContentType;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The way to whoever knows the accounts: https only (or this machine), no redirects, few requests at once, and bounded time
 * and bytes. Thread-safe.
 */
final class ProviderHttp implements HTTPRequestSender, ResourceRetriever {

    static final int MAX_BYTES = 524_288;
    private static final int AT_ONCE = 8;
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    /** For the whole of a request, its turn included. */
    private static final Duration LIMIT = Duration.ofSeconds(8);

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Semaphore turns = new Semaphore(AT_ONCE);
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECTING)
            .build();

    /** Whether secrets may be sent there. */
    static boolean isSafe(URI address) {
        String host = address.getHost();
        return host != null
                && address.getRawUserInfo() == null
                && ("https".equals(address.getScheme())
                        || ("http".equals(address.getScheme()) && THIS_MACHINE.contains(host)));
    }

    @Override
    public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
        return send(request, LIMIT.toNanos());
    }

    /** Sends requests that take no longer than that all together. */
    HTTPRequestSender within(Duration whole) {
        long end = System.nanoTime() + whole.toNanos();
        return request -> send(request, Math.min(LIMIT.toNanos(), end - System.nanoTime()));
    }

    private ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request, long limitNanos) throws IOException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(requireSafe(request.getURI()));
        request.getHeaderMap().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        String body = request.getBody();
        builder.method(
                request.getMethod().name(),
                body == null || request.getMethod() == HTTPRequest.Method.GET
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body));
        HttpResponse<byte[]> answer = exchange(builder.build(), limitNanos);
        HTTPResponse response = new HTTPResponse(answer.statusCode());
        answer.headers().map().forEach((name, values) -> response.setHeader(name, values.toArray(new String[0])));
        response.setBody(new String(answer.body(), StandardCharsets.UTF_8));
        return response;
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        return new Resource(get(URI.create(url.toString())), ContentType.APPLICATION_JSON.toString());
    }

    /** The text at an address. */
    String get(URI address) throws IOException {
        HttpResponse<byte[]> answer = exchange(
                HttpRequest.newBuilder(requireSafe(address))
                        .header("Accept", "application/json")
                        .build(),
                LIMIT.toNanos());
        if (answer.statusCode() != 200) {
            throw new IOException("HTTP " + answer.statusCode() + " from " + address.getHost());
        }
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static URI requireSafe(URI address) throws IOException {
        if (!isSafe(address)) {
            throw new IOException("not https: " + address.getScheme() + "://" + address.getHost());
        }
        return address;
    }

    private HttpResponse<byte[]> exchange(HttpRequest request, long limitNanos) throws IOException {
        long end = System.nanoTime() + limitNanos;
        if (limitNanos <= 0) {
            throw new IOException("no time is left");
        }
        try {
            if (!turns.tryAcquire(limitNanos, TimeUnit.NANOSECONDS)) {
                throw new IOException("too many requests wait for an answer");
            }
            try {
                return await(client.sendAsync(request, info -> new BoundedBody(MAX_BYTES)), end - System.nanoTime());
            } finally {
                turns.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private static HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> answer, long limitNanos)
            throws IOException, InterruptedException {
        try {
            return answer.get(limitNanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("no answer in time", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        }
    }
}
