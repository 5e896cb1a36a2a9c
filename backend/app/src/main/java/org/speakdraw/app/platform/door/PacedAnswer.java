package org.speakdraw.app.platform.door;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.ClientAddress;
import org.xnio.Buffers;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/**
 * An answer on its way, and how its client takes it. Nothing is measured before the connection is full for the first
 * time: most answers fit in. Who is too slow, or has too many that the server waits for, loses the connection, which
 * wakes the thread that waits. Written by one thread at a time, watched by its connection's I/O thread.
 */
final class PacedAnswer extends AbstractStreamSinkConduit<StreamSinkConduit> {

    private static final System.Logger LOG = System.getLogger(PacedAnswer.class.getName());

    private final HttpServerExchange exchange;
    private final AnswerPace pace;
    private final Downloads downloads;
    private final String client;

    private long taken;
    private long waitedNanos;
    private long waitingSince;
    private boolean waiting;
    private boolean begun;
    private boolean over;
    private XnioExecutor.@Nullable Key timer;

    PacedAnswer(StreamSinkConduit next, HttpServerExchange exchange, AnswerPace pace, Downloads downloads) {
        super(next);
        this.exchange = exchange;
        this.pace = pace;
        this.downloads = downloads;
        this.client = ClientAddress.networkOf(exchange.getSourceAddress().getAddress());
        exchange.addExchangeCompleteListener((ended, following) -> {
            end();
            following.proceed();
        });
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        int count = super.write(src);
        went(count, src.hasRemaining());
        return count;
    }

    @Override
    public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
        long count = super.write(srcs, offset, length);
        went(count, Buffers.hasRemaining(srcs, offset, length));
        return count;
    }

    @Override
    public int writeFinal(ByteBuffer src) throws IOException {
        int count = super.writeFinal(src);
        went(count, src.hasRemaining());
        return count;
    }

    @Override
    public long writeFinal(ByteBuffer[] srcs, int offset, int length) throws IOException {
        long count = super.writeFinal(srcs, offset, length);
        went(count, Buffers.hasRemaining(srcs, offset, length));
        return count;
    }

    @Override
    public long transferFrom(FileChannel src, long position, long count) throws IOException {
        long sent = super.transferFrom(src, position, count);
        went(sent, sent < count && position + Math.max(0, sent) < src.size());
        return sent;
    }

    @Override
    public long transferFrom(StreamSourceChannel source, long count, ByteBuffer throughBuffer) throws IOException {
        long sent = super.transferFrom(source, count, throughBuffer);
        went(sent, throughBuffer.hasRemaining());
        return sent;
    }

    @Override
    public boolean flush() throws IOException {
        boolean flushed = super.flush();
        went(0, !flushed);
        return flushed;
    }

    private synchronized void went(long count, boolean more) {
        long now = System.nanoTime();
        taken += Math.max(0, count);
        if (waiting && (count > 0 || !more)) {
            waitedNanos += now - waitingSince;
            waiting = false;
        }
        if (more && !waiting && !over) {
            waiting = true;
            waitingSince = now;
            begin();
        }
    }

    private void begin() {
        if (begun) {
            return;
        }
        if (!downloads.begin(client)) {
            over = true;
            hangUp("has too many downloads at once");
            return;
        }
        begun = true;
        watch();
    }

    private void watch() {
        timer = exchange.getIoThread().executeAfter(this::look, pace.interval().toNanos(), TimeUnit.NANOSECONDS);
    }

    private synchronized void look() {
        if (over) {
            return;
        }
        long now = System.nanoTime();
        if (waiting) {
            waitedNanos += now - waitingSince;
            waitingSince = now;
        }
        if (pace.isTooSlow(taken, waitedNanos)) {
            hangUp("takes a download too slowly");
        } else {
            taken = 0;
            waitedNanos = 0;
            watch();
        }
    }

    private synchronized void end() {
        over = true;
        if (timer != null) {
            timer.remove();
        }
        if (begun) {
            begun = false;
            downloads.end(client);
        }
    }

    private void hangUp(String why) {
        LOG.log(System.Logger.Level.INFO, "{0} {1}; its connection is closed", client, why);
        // Not from within a write, nor with a lock held.
        exchange.getIoThread().execute(() -> IoUtils.safeClose(exchange.getConnection()));
    }
}
