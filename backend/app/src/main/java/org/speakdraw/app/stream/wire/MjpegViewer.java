package org.speakdraw.app.stream.wire;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.stream.frames.OutputFeed;
import org.speakdraw.app.stream.frames.OutputFrame;
import org.speakdraw.app.stream.frames.Viewer;

/**
 * One MJPEG connection. A picture is written only when the container can take it without waiting; meanwhile the newest
 * one waits and replaces the one before. Thread-safe.
 *
 * <p>Browsers show a part when they see the boundary after it, so that is written with the part. Before the first
 * picture header lines of its part keep coming: browsers and players skip what they do not know, and a connection that
 * is never written to is never found broken.
 */
final class MjpegViewer implements Viewer, WriteListener {

    static final String BOUNDARY = "frame";

    static final String CONTENT_TYPE = "multipart/x-mixed-replace;boundary=" + BOUNDARY;
    private static final byte[] BOUNDARY_LINE = ascii("--" + BOUNDARY + "\r\n");
    private static final byte[] WAITING_LINE = ascii("X-Waiting: 1\r\n");
    private static final byte[] LINE_END = ascii("\r\n");

    private final AsyncContext async;
    private final ServletOutputStream out;
    private final OutputFeed feed;
    private final StreamLimits limits;
    private final BooleanSupplier allowed;
    private final LongSupplier nanoTime;
    private final Deque<byte[]> chunks = new ArrayDeque<>();
    private @Nullable OutputFrame waiting;
    private boolean started;
    private boolean flushPending;
    private boolean closed;
    private boolean completed;
    private long progressNanos;

    MjpegViewer(
            AsyncContext async,
            ServletOutputStream out,
            OutputFeed feed,
            StreamLimits limits,
            BooleanSupplier allowed) {
        this(async, out, feed, limits, allowed, System::nanoTime);
    }

    /** The same with any clock. */
    MjpegViewer(
            AsyncContext async,
            ServletOutputStream out,
            OutputFeed feed,
            StreamLimits limits,
            BooleanSupplier allowed,
            LongSupplier nanoTime) {
        this.async = async;
        this.out = out;
        this.feed = feed;
        this.limits = limits;
        this.allowed = allowed;
        this.nanoTime = nanoTime;
        this.progressNanos = nanoTime.getAsLong();
        chunks.add(BOUNDARY_LINE);
    }

    /** Begins to write; from here on the container calls back. */
    void start() {
        out.setWriteListener(this);
    }

    @Override
    public synchronized void offer(OutputFrame frame) {
        waiting = frame;
        if (started) {
            pump();
        }
    }

    @Override
    public synchronized void onWritePossible() {
        started = true;
        if (closed) {
            complete();
        } else {
            pump();
        }
    }

    private void pump() {
        try {
            while (!closed && out.isReady()) {
                if (chunks.isEmpty() && !flushPending && !nextPicture()) {
                    return;
                }
                progressNanos = nanoTime.getAsLong();
                byte[] chunk = chunks.poll();
                if (chunk != null) {
                    out.write(chunk);
                    flushPending = chunks.isEmpty();
                } else {
                    flushPending = false;
                    out.flush();
                }
            }
        } catch (IOException | IllegalStateException e) {
            close();
        }
    }

    private boolean nextPicture() {
        OutputFrame picture = waiting;
        if (picture == null) {
            return false;
        }
        waiting = null;
        chunks.add(ascii("Content-Type: image/jpeg\r\nContent-Length: " + picture.jpeg().length + "\r\n\r\n"));
        chunks.add(picture.jpeg());
        chunks.add(LINE_END);
        chunks.add(BOUNDARY_LINE);
        return true;
    }

    @Override
    public synchronized void checkAlive() {
        long idleNanos = nanoTime.getAsLong() - progressNanos;
        boolean behind = waiting != null || !chunks.isEmpty();
        if (behind && idleNanos > limits.stalledViewer().toNanos()) {
            close();
        } else if (!behind && idleNanos > limits.repeatInterval().toNanos()) {
            feed.latest().ifPresentOrElse(this::offer, this::keepWaiting);
        }
    }

    private void keepWaiting() {
        chunks.add(WAITING_LINE);
        if (started) {
            pump();
        }
    }

    @Override
    public boolean allowed() {
        return allowed.getAsBoolean();
    }

    @Override
    public synchronized void onError(Throwable gone) {
        started = true;
        close();
    }

    @Override
    public synchronized void close() {
        closed = true;
        feed.remove(this);
        if (started) {
            complete();
        }
    }

    /** Not before the first call: Undertow, which makes it in any case, would stumble over one that is over by then. */
    private void complete() {
        if (completed) {
            return;
        }
        completed = true;
        try {
            async.complete();
        } catch (IllegalStateException e) {
            // The container completed it when the client went away.
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
