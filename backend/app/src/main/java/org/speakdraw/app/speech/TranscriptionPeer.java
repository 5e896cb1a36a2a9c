package org.speakdraw.app.speech;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.speakdraw.app.openai.OpenAiServlet;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.speech.SpeechTask;
import org.speakdraw.inference.speech.Transcript;

/**
 * The caller who waits for a file's text: gets it whole, or as server-sent events while it is made. Writes one thing
 * after the other on the container's threads, never on the worker's. Thread-safe.
 */
final class TranscriptionPeer implements FileTranscription.Listener, AsyncListener {

    private static final System.Logger LOG = System.getLogger(TranscriptionPeer.class.getName());

    private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

    private final AsyncContext context;
    private final TranscriptionRequest wanted;
    private final Executor executor;
    private final Refuser refuser;
    private final Deque<Write> waiting = new ArrayDeque<>();
    private boolean writing;
    private volatile boolean gone;
    private int charactersSent;

    /** Answers with an error. */
    @FunctionalInterface
    interface Refuser {
        void refuse(HttpServletRequest request, HttpServletResponse response, SpeakDrawException reason)
                throws IOException;
    }

    @FunctionalInterface
    private interface Write {
        void to(HttpServletResponse response) throws IOException;
    }

    TranscriptionPeer(AsyncContext context, TranscriptionRequest wanted, Executor executor, Refuser refuser) {
        this.context = context;
        this.wanted = wanted;
        this.executor = executor;
        this.refuser = refuser;
        context.addListener(this);
    }

    @Override
    public void progress(String certain) {
        if (wanted.streams()) {
            String delta = unsent(certain);
            if (!delta.isEmpty()) {
                write(response -> event(response, new TranscriptEvent.Delta(delta)));
            }
        }
    }

    @Override
    public void done(Transcript transcript) {
        if (wanted.streams()) {
            progress(transcript.text());
            write(response -> event(response, new TranscriptEvent.Done(transcript.text())));
        } else {
            write(response -> {
                SpeechTask task = wanted.options().task();
                String text = wanted.format().write(transcript, task, wanted.times());
                OpenAiServlet.write(response, wanted.format().mediaType(), text);
            });
        }
        write(response -> context.complete());
    }

    @Override
    public void failed(SpeakDrawException reason) {
        write(response -> {
            refuser.refuse((HttpServletRequest) context.getRequest(), response, reason);
            context.complete();
        });
    }

    @Override
    public boolean gone() {
        return gone;
    }

    private synchronized String unsent(String text) {
        String delta = text.substring(Math.min(charactersSent, text.length()));
        charactersSent += delta.length();
        return delta;
    }

    private static void event(HttpServletResponse response, TranscriptEvent event) throws IOException {
        if (!response.isCommitted()) {
            response.setCharacterEncoding("UTF-8");
            response.setContentType("text/event-stream");
            response.setHeader("Cache-Control", "no-store");
        }
        response.getWriter().write("data: " + Json.write(event) + "\n\n");
        response.flushBuffer();
    }

    private synchronized void write(Write write) {
        waiting.addLast(write);
        if (!writing) {
            writing = true;
            try {
                executor.execute(this::writeAll);
            } catch (RejectedExecutionException e) {
                // The server is going down, and the connection with it.
                gone = true;
            }
        }
    }

    private void writeAll() {
        while (true) {
            Write next;
            synchronized (this) {
                if (waiting.isEmpty() || gone) {
                    writing = false;
                    return;
                }
                next = waiting.removeFirst();
            }
            try {
                next.to((HttpServletResponse) context.getResponse());
            } catch (IOException | IllegalStateException e) {
                // The container throws either when the connection, or with it the context, is gone.
                LOG.log(System.Logger.Level.DEBUG, "A caller hung up before its transcript was sent");
                abandon();
            } catch (Throwable e) {
                LOG.log(System.Logger.Level.ERROR, "A transcript could not be sent", e);
                abandon();
            }
        }
    }

    private void abandon() {
        if (!gone) {
            gone = true;
            try {
                context.complete();
            } catch (IllegalStateException e) {
                // The container has completed it already.
            }
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        gone = true;
    }

    /** An error, and not an empty text. */
    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
        if (!gone) {
            gone = true;
            RequestException late = RequestException.tooMany(
                    ApiError.SPEECH_BUSY, "The file's turn did not come in time; try again later.", RETRY_AFTER);
            try {
                refuser.refuse(
                        (HttpServletRequest) context.getRequest(), (HttpServletResponse) context.getResponse(), late);
            } finally {
                context.complete();
            }
        }
    }

    @Override
    public void onError(AsyncEvent event) {
        gone = true;
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Never started again.
    }
}
