package org.speakdraw.inference.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Sessions that any number of threads may run at once: one, or on a GPU, where it comes in several sizes, one for each of the sizes used
 * last. With another size than in its last call a session searches for its convolutions again, which takes most of a second.
 */
final class PlainSessions implements Sessions {

    /** Each has the weights once more. */
    static final int MOST_SIZES = 4;

    private static final System.Logger LOG = System.getLogger(PlainSessions.class.getName());

    private final Opening opening;
    private final OnnxDevice device;
    private final CallThreads threads;
    private final int most;
    private final List<OrtSession> opened = new ArrayList<>();
    private final Ports ports;
    /** By the shapes of what goes in. What was used last comes last. */
    private final Map<List<List<Long>>, OrtSession> bySizes = new LinkedHashMap<>(16, 0.75f, true);
    /** Less than the most once the device has no memory for more. */
    private int room;

    /**
     * Opens the first one.
     *
     * @param most sessions at most
     * @throws OrtException if it is not a usable graph
     */
    PlainSessions(Opening opening, OnnxDevice device, int most) throws OrtException {
        this.opening = opening;
        this.device = device;
        this.most = most;
        room = most;
        threads = CallThreads.of(device);
        OrtSession first = open();
        try {
            ports = Ports.of(first);
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    private OrtSession open() throws OrtException {
        OrtSession session = threads.call(() -> device.access().shared(opening::open));
        opened.add(session);
        return session;
    }

    @Override
    public Ports ports() {
        return ports;
    }

    @Override
    public boolean run(List<TensorBuffer> in, List<TensorBuffer> out, Predicate<OrtSession> unbound) {
        OrtSession session = of(in);
        return threads.call(() -> unbound.test(session));
    }

    @Override
    public <T> T unbound(List<TensorBuffer> in, Function<OrtSession, T> work) {
        OrtSession session = of(in);
        return threads.call(() -> work.apply(session));
    }

    private OrtSession of(List<TensorBuffer> in) {
        if (most == 1) {
            return opened.get(0);
        }
        List<List<Long>> sizes = in.stream().map(BoundCalls::sizes).toList();
        synchronized (bySizes) {
            OrtSession known = bySizes.get(sizes);
            if (known == null) {
                known = free();
                bySizes.put(sizes, known);
            }
            return known;
        }
    }

    /** One that no size has yet, or else the one whose size has not been used for longest; others may still be running it. */
    private OrtSession free() {
        if (bySizes.isEmpty()) {
            return opened.get(0);
        }
        if (opened.size() < room) {
            try {
                return open();
            } catch (OrtException e) {
                LOG.log(System.Logger.Level.WARNING, "Sizes take turns from now on: " + e.getMessage());
                room = opened.size();
            }
        }
        Iterator<OrtSession> eldest = bySizes.values().iterator();
        OrtSession session = eldest.next();
        eldest.remove();
        return session;
    }

    /** While nobody else runs anything: ONNX Runtime looks into what other threads remember of a session's provider. */
    @Override
    public void close() {
        threads.call(() -> {
            device.access().exclusively(() -> opened.forEach(GraphSource::close));
            return true;
        });
    }
}
