package org.speakdraw.inference.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * Sessions that any number of threads may run at once: one, or on a GPU, where it comes in several sizes, one for each of the sizes used
 * last. With another size than in its last call a session searches for its convolutions again, which takes most of a second.
 */
final class PlainSessions implements Sessions {

    /** Each has the weights once more. */
    static final int MOST_SIZES = 4;

    private static final System.Logger LOG = System.getLogger(PlainSessions.class.getName());

    /** After there was no memory for one more. */
    static final long REFUSAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String label;
    private final Opening opening;
    private final BooleanSupplier hasRoom;
    private final OnnxDevice device;
    private final LongSupplier nanoTime;
    private final CallThreads threads;
    private final int most;
    /** Those that have run, and the first. Guarded by itself while one is added. */
    private final List<OrtSession> opened = new ArrayList<>();

    private final Ports ports;
    /** By the shapes of what goes in. What was used last comes last. Guarded by itself. */
    private final Map<List<List<Long>>, OrtSession> bySizes = new LinkedHashMap<>(16, 0.75f, true);

    private long notBeforeNanos;

    /**
     * Opens the first one.
     *
     * @param label    of the network, for the log
     * @param hasRoom  whether the device has memory for one more
     * @param most     sessions at most
     * @param nanoTime as {@link System#nanoTime}
     * @throws OrtException if it is not a usable graph
     */
    PlainSessions(
            String label, Opening opening, BooleanSupplier hasRoom, OnnxDevice device, int most, LongSupplier nanoTime)
            throws OrtException {
        this.label = label;
        this.opening = opening;
        this.hasRoom = hasRoom;
        this.device = device;
        this.most = most;
        this.nanoTime = nanoTime;
        notBeforeNanos = nanoTime.getAsLong();
        threads = CallThreads.of(device);
        OrtSession first = threads.call(() -> device.access().shared(opening::open));
        opened.add(first);
        try {
            ports = Ports.of(first);
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    @Override
    public Ports ports() {
        return ports;
    }

    @Override
    public boolean run(List<TensorBuffer> in, List<TensorBuffer> out, Predicate<OrtSession> unbound) {
        return unbound(in, unbound::test);
    }

    @Override
    public <T> T unbound(List<TensorBuffer> in, Function<OrtSession, T> work) {
        if (most == 1) {
            return run(opened.get(0), work);
        }
        List<List<Long>> sizes = in.stream().map(BoundCalls::sizes).toList();
        OrtSession known = of(sizes);
        return known == null ? begin(sizes, work) : run(known, work);
    }

    private <T> T run(OrtSession session, Function<OrtSession, T> work) {
        return threads.call(() -> work.apply(session));
    }

    private @Nullable OrtSession of(List<List<Long>> sizes) {
        synchronized (bySizes) {
            return bySizes.get(sizes);
        }
    }

    /** Sizes that are new come one after another; others do not wait for them. */
    private <T> T begin(List<List<Long>> sizes, Function<OrtSession, T> work) {
        OrtSession session;
        synchronized (opened) {
            session = of(sizes);
            if (session == null && mayOpen()) {
                try {
                    return runAnother(sizes, work);
                } catch (OrtException | InferenceException | LinkageError e) {
                    LOG.log(System.Logger.Level.WARNING, label + ": sizes take turns for now: " + e.getMessage());
                    notBeforeNanos = nanoTime.getAsLong() + REFUSAL_NANOS;
                }
            }
            if (session == null) {
                session = eldest();
                keep(sizes, session);
            }
        }
        return run(session, work);
    }

    private boolean mayOpen() {
        synchronized (bySizes) {
            return !bySizes.isEmpty() && opened.size() < most && nanoTime.getAsLong() - notBeforeNanos >= 0;
        }
    }

    /** Opens one more, which is nobody else's before it has run: most of its memory it takes only then. */
    private <T> T runAnother(List<List<Long>> sizes, Function<OrtSession, T> work) throws OrtException {
        OrtSession another = threads.call(() -> device.access().shared(() -> {
            if (!hasRoom.getAsBoolean()) {
                throw new InferenceException(
                        InferenceError.MODEL_FAILED, "the device has no memory for the weights once more");
            }
            return opening.open();
        }));
        T result;
        try {
            result = run(another, work);
        } catch (Throwable e) {
            close(List.of(another));
            throw e;
        }
        opened.add(another);
        keep(sizes, another);
        return result;
    }

    private void keep(List<List<Long>> sizes, OrtSession session) {
        synchronized (bySizes) {
            bySizes.put(sizes, session);
        }
    }

    /** The first, or the one whose size has not been used for longest; others may still be running it. */
    private OrtSession eldest() {
        synchronized (bySizes) {
            if (bySizes.isEmpty()) {
                return opened.get(0);
            }
            Iterator<OrtSession> eldest = bySizes.values().iterator();
            OrtSession session = eldest.next();
            eldest.remove();
            return session;
        }
    }

    @Override
    public void close() {
        close(opened);
    }

    /** While nobody else runs anything: ONNX Runtime looks into what other threads remember of a session's provider. */
    private void close(List<OrtSession> sessions) {
        threads.call(() -> {
            device.access().exclusively(() -> sessions.forEach(GraphSource::close));
            return true;
        });
    }
}
