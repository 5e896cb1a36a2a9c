package org.speakdraw.app.pictures;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.speakdraw.app.pictures.PicturePainter.Painted;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.inference.SpeakDrawException;

/** The caller who waits for pictures; no thread waits meanwhile. Thread-safe. */
final class PicturePeer implements AsyncListener {

    private static final System.Logger LOG = System.getLogger(PicturePeer.class.getName());
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final AsyncContext context;
    private final Refuser refuser;
    private final AtomicBoolean answered = new AtomicBoolean();

    /** Writes what was painted. */
    @FunctionalInterface
    interface Answer {
        void write(HttpServletResponse response, Painted painted) throws IOException;
    }

    /** Answers with an error. */
    @FunctionalInterface
    interface Refuser {
        void refuse(HttpServletRequest request, HttpServletResponse response, SpeakDrawException reason)
                throws IOException;
    }

    private PicturePeer(AsyncContext context, Refuser refuser) {
        this.context = context;
        this.refuser = refuser;
    }

    /** Answers {@code request} when the pictures are there. */
    static void await(HttpServletRequest request, CompletableFuture<Painted> pictures, Answer answer, Refuser refuser) {
        AsyncContext context = request.startAsync();
        context.setTimeout(LONGEST_WAIT.toMillis());
        PicturePeer peer = new PicturePeer(context, refuser);
        context.addListener(peer);
        // The container writes on a thread of its own, never on the engine's.
        var unused = pictures.whenComplete((painted, reason) -> peer.finish(() -> {
            if (reason == null) {
                answer.write(peer.response(), painted);
            } else {
                refuser.refuse(peer.request(), peer.response(), known(reason));
            }
        }));
    }

    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }

    private HttpServletRequest request() {
        return (HttpServletRequest) context.getRequest();
    }

    private HttpServletResponse response() {
        return (HttpServletResponse) context.getResponse();
    }

    private void finish(Write write) {
        if (answered.compareAndSet(false, true)) {
            try {
                context.start(() -> complete(write));
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.DEBUG, "The server is going down, and the connection with it", e);
            }
        }
    }

    private void complete(Write write) {
        try {
            write.run();
        } catch (IOException | IllegalStateException e) {
            // The container throws either when the connection, or with it the context, is gone.
            LOG.log(System.Logger.Level.DEBUG, "A caller hung up before its pictures were sent");
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.ERROR, "Pictures could not be sent", e);
        } finally {
            try {
                context.complete();
            } catch (IllegalStateException e) {
                LOG.log(System.Logger.Level.DEBUG, "The container has ended the exchange already");
            }
        }
    }

    private static SpeakDrawException known(Throwable reason) {
        Throwable cause =
                reason instanceof CompletionException && reason.getCause() != null ? reason.getCause() : reason;
        if (cause instanceof SpeakDrawException ours) {
            return ours;
        }
        LOG.log(System.Logger.Level.ERROR, "A picture failed", cause);
        return new RequestException(ApiError.INTERNAL, "Something went wrong on the server; its log says what.");
    }

    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
        if (answered.compareAndSet(false, true)) {
            complete(() -> refuser.refuse(
                    request(),
                    response(),
                    RequestException.tooMany(
                            ApiError.TOO_MANY_REQUESTS,
                            "The pictures did not come in time; try again later.",
                            Duration.ofMinutes(1))));
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        answered.set(true);
    }

    @Override
    public void onError(AsyncEvent event) {
        answered.set(true);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Never started again.
    }
}
