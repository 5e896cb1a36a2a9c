package org.speakdraw.app.platform.door;

import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.BodyLimits;
import org.speakdraw.app.platform.Problem;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSourceChannel;

/**
 * Reads the body of every request before anything else sees the request. Servlets read with one of the server's few
 * threads, and a handful of bodies that never end would keep all of them; here, whoever sends slowly holds some memory
 * and no thread. A body must fit where it is sent to and come at a pace that any network has; all bodies together stay
 * within a bound, and so do those of one participant and of one address. Runs on I/O threads, never waits.
 *
 * <p>Whoever is refused may send the rest at the same pace, which is thrown away: most clients read the answer when they
 * have sent everything, and one that finds a broken connection before that never does.
 */
final class WholeBodyHandler implements HttpHandler {

    private static final System.Logger LOG = System.getLogger(WholeBodyHandler.class.getName());

    private static final int SMALLEST_CHUNK = 512;
    private static final int LARGEST_CHUNK = 16 * 1024;
    /** A client on a fast network must not keep the I/O thread for itself. */
    private static final int CHUNKS_THROWN_AWAY_AT_ONCE = 16;

    private static final long LOOK_MILLIS = 100;

    private static final Problem TOO_SLOW =
            new Problem(ApiError.REQUEST_TIMEOUT, "The body did not arrive in time.", List.of());
    private static final Problem TOO_LARGE =
            new Problem(ApiError.MESSAGE_TOO_LARGE, "The body is larger than what this address takes.", List.of());
    private static final Problem TOO_MUCH =
            new Problem(ApiError.SERVER_FULL, "Too much is being sent to this server at the moment.", List.of());

    private final HttpHandler next;
    private final BodyLimits limits;
    private final BodyMemory memory;
    private final BodyPace pace;

    WholeBodyHandler(HttpHandler next, BodyLimits limits, BodyMemory memory, BodyPace pace) {
        this.next = next;
        this.limits = limits;
        this.memory = memory;
        this.pace = pace;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (exchange.isRequestComplete()) {
            next.handleRequest(exchange);
        } else {
            new Arrival(exchange).begin();
        }
    }

    /** One body on its way; confined to its connection's I/O thread until it is whole. */
    private final class Arrival {
        private final HttpServerExchange exchange;
        private final BodyOwner owner;
        private final long limit;
        private final StreamSourceChannel channel;
        private final List<BodyChunk> chunks = new ArrayList<>();
        private final long startNanos = System.nanoTime();
        private long received;
        private long receivedBefore;
        private boolean watched;
        private boolean whole;
        private boolean refused;
        private boolean looking;

        Arrival(HttpServerExchange exchange) {
            this.exchange = exchange;
            this.owner = BodyOwner.of(exchange);
            this.limit = limits.of(exchange.getRelativePath());
            // The listener's bound would cut off whoever sends more than that, instead of answering.
            exchange.setMaxEntitySize(-1);
            this.channel = exchange.getRequestChannel();
            exchange.addExchangeCompleteListener((ended, following) -> {
                chunks.forEach(BodyChunk::close);
                following.proceed();
            });
        }

        void begin() throws Exception {
            HttpHandler then = exchange.getRequestContentLength() > limit ? refusal(TOO_LARGE) : read();
            if (then != null) {
                then.handleRequest(exchange);
                return;
            }
            channel.getReadSetter().set(ready -> goOn(read()));
            channel.resumeReads();
            beWatched();
        }

        /** Takes what is there; what comes next, or null while the rest of the body is on its way. */
        private @Nullable HttpHandler read() {
            try {
                while (true) {
                    ByteBuffer chunk = chunkWithRoom();
                    if (chunk == null) {
                        return refusal(TOO_MUCH);
                    }
                    int count = channel.read(chunk);
                    if (count < 0) {
                        return whole();
                    }
                    if (count == 0) {
                        return null;
                    }
                    received += count;
                    if (received > limit) {
                        return refusal(TOO_LARGE);
                    }
                }
            } catch (IOException | IllegalArgumentException e) {
                // The latter for trailers without a name, which Undertow fails to refuse.
                LOG.log(System.Logger.Level.DEBUG, "A body has no end, or one that is none", e);
                return HttpServerExchange::endExchange;
            }
        }

        private @Nullable ByteBuffer chunkWithRoom() {
            ByteBuffer last =
                    chunks.isEmpty() ? null : chunks.get(chunks.size() - 1).getBuffer();
            if (last != null && last.hasRemaining()) {
                return last;
            }
            int size = (int) Math.min(LARGEST_CHUNK, Math.max(SMALLEST_CHUNK, received));
            if (!memory.reserve(owner, size, received < BodyLimits.OTHERS)) {
                return null;
            }
            BodyChunk fresh = new BodyChunk(memory, owner, size);
            chunks.add(fresh);
            return fresh.getBuffer();
        }

        private HttpHandler whole() {
            whole = true;
            BodyChunk last = chunks.get(chunks.size() - 1);
            if (last.getBuffer().position() == 0) {
                chunks.remove(last);
                last.close();
            }
            chunks.forEach(chunk -> chunk.getBuffer().flip());
            if (!chunks.isEmpty()) {
                Connectors.ungetRequestBytes(exchange, chunks.toArray(BodyChunk[]::new));
            }
            Connectors.resetRequestChannel(exchange);
            return next;
        }

        private void beWatched() {
            if (!watched) {
                watched = true;
                watch();
            }
        }

        private void watch() {
            exchange.getIoThread()
                    .executeAfter(this::lookAtClock, pace.interval().toNanos(), TimeUnit.NANOSECONDS);
        }

        private void lookAtClock() {
            if (whole || exchange.isComplete()) {
                return;
            }
            boolean late = System.nanoTime() - startNanos > pace.total().toNanos();
            boolean slow = received - receivedBefore < pace.bytes();
            receivedBefore = received;
            if (!late && !slow) {
                watch();
            } else if (refused) {
                IoUtils.safeClose(exchange.getConnection());
            } else {
                goOn(refusal(TOO_SLOW));
                watch();
            }
        }

        private void goOn(@Nullable HttpHandler after) {
            if (after != null) {
                channel.getReadSetter().set(null);
                channel.suspendReads();
                Connectors.executeRootHandler(after, exchange);
            }
        }

        private HttpHandler refusal(Problem problem) {
            refused = true;
            chunks.forEach(BodyChunk::close);
            return answered -> {
                answered.setPersistent(false);
                ByteBuffer body = ByteBuffer.wrap(problem.toJson().getBytes(StandardCharsets.UTF_8));
                HeaderMap headers = answered.getResponseHeaders()
                        .put(Headers.CONTENT_TYPE, Problem.MEDIA_TYPE)
                        .put(Headers.CONTENT_LENGTH, body.remaining());
                problem.head(answered::setStatusCode, (name, value) -> headers.put(new HttpString(name), value));
                answered.getResponseSender().send(body, new IoCallback() {
                    @Override
                    public void onComplete(HttpServerExchange ended, Sender sender) {
                        throwRestAway();
                    }

                    @Override
                    public void onException(HttpServerExchange ended, Sender sender, IOException exception) {
                        IoUtils.safeClose(ended.getConnection());
                    }
                });
            };
        }

        private void throwRestAway() {
            channel.getReadSetter().set(ready -> throwSomeAway());
            channel.resumeReads();
            beWatched();
        }

        /**
         * Once nothing has come for a while: perhaps what came last was all, and nothing more comes that would have the end looked
         * for. Not at once, since the thread does not look at its connections before all tasks and timers that are due have run.
         */
        private void lookForEnd() {
            long before = received;
            exchange.getIoThread()
                    .executeAfter(
                            () -> {
                                if (exchange.isComplete()) {
                                    return;
                                }
                                if (received > before) {
                                    lookForEnd();
                                } else {
                                    looking = false;
                                    throwSomeAway();
                                }
                            },
                            LOOK_MILLIS,
                            TimeUnit.MILLISECONDS);
        }

        private void throwSomeAway() {
            try {
                ByteBuffer unread = ByteBuffer.allocate(LARGEST_CHUNK);
                for (int i = 0; i < CHUNKS_THROWN_AWAY_AT_ONCE; i++) {
                    int count = channel.read(unread.clear());
                    if (count < 0) {
                        exchange.endExchange();
                    }
                    if (count <= 0) {
                        return;
                    }
                    received += count;
                }
                if (!looking) {
                    looking = true;
                    lookForEnd();
                }
            } catch (IOException | IllegalArgumentException e) {
                LOG.log(System.Logger.Level.DEBUG, "The rest of a refused body has no end, or one that is none", e);
                IoUtils.safeClose(exchange.getConnection());
            }
        }
    }
}
