package org.speakdraw.app.speech;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.speech.SpeechTask;
import org.speakdraw.inference.speech.Transcript;

/**
 * The caller who waits for a file's text: gets it whole, or as server-sent events while it is made. Writes one after the
 * other on the container's threads, never on the worker's. Thread-safe.
 */
final class TranscriptionPeer implements FileTranscriptions.Listener, AsyncListener {

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
    public void progress(Transcript soFar) {
        if (wanted.streams()) {
            String delta = unsent(soFar);
            if (!delta.isEmpty()) {
                write(response -> event(response, typed("transcript.text.delta").add("delta", delta)));
            }
        }
    }

    @Override
    public void done(Transcript transcript) {
        if (wanted.streams()) {
            progress(transcript);
            write(response -> event(response, typed("transcript.text.done").add("text", transcript.text())));
        } else {
            write(response -> {
                response.setCharacterEncoding("UTF-8");
                response.setContentType(wanted.format().mediaType());
                SpeechTask task = wanted.options().task();
                response.getWriter().write(wanted.format().write(transcript, task, wanted.times()));
            });
        }
        write(response -> context.complete());
    }

    @Override
    public void failed(SpeakDrawException reason) {
        write(response -> {
            if (!response.isCommitted()) {
                refuser.refuse((HttpServletRequest) context.getRequest(), response, reason);
            }
            context.complete();
        });
    }

    @Override
    public boolean gone() {
        return gone;
    }

    private synchronized String unsent(Transcript soFar) {
        String text = soFar.text();
        String delta = text.substring(Math.min(charactersSent, text.length()));
        charactersSent = text.length();
        return delta;
    }

    private static JsonObjectBuilder typed(String type) {
        return Json.createObjectBuilder().add("type", type);
    }

    private static void event(HttpServletResponse response, JsonObjectBuilder event) throws IOException {
        if (!response.isCommitted()) {
            response.setCharacterEncoding("UTF-8");
            response.setContentType("text/event-stream");
            response.setHeader("Cache-Control", "no-store");
        }
        response.getWriter().write("data: " + event.build() + "\n\n");
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
                // The caller hung up: the rest need not be written down.
                abandon();
            }
        }
    }

    private void abandon() {
        if (!gone) {
            gone = true;
            context.complete();
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        gone = true;
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        abandon();
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
