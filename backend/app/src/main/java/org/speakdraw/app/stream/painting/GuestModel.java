package org.speakdraw.app.stream.painting;

import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.stream.frames.FrameContext;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.ImagePrompt;
import org.speakdraw.inference.diffusion.StreamInput;
import org.speakdraw.inference.diffusion.TextEmbedding;
import org.speakdraw.inference.diffusion.Tick;
import org.speakdraw.inference.diffusion.TickResult;

/**
 * A bundle loaded beside this server's own, for one stream, on the device of one engine. That engine's thread runs it,
 * so its stream waits its turn like all others. Its memory is given back when the stream ends.
 */
final class GuestModel implements Model {

    private final DiffusionBundle bundle;
    private final String home;
    private final Runnable onFreed;
    /** Shared by those that run the networks; alone for closing them. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private @Nullable Networks networks;

    /**
     * @param home     name of the device
     * @param networks of {@code bundle}, on that device; owned by this
     * @param onFreed  called once, when they are closed
     */
    GuestModel(DiffusionBundle bundle, String home, Networks networks, Runnable onFreed) {
        this.bundle = bundle;
        this.home = home;
        this.networks = networks;
        this.onFreed = onFreed;
    }

    @Override
    public DiffusionBundle bundle() {
        return bundle;
    }

    @Override
    public boolean isOn(String device) {
        return device.equals(home);
    }

    @Override
    public TextEmbedding embed(String prompt, float loraScale) {
        return with(loaded -> loaded.embed(prompt, loraScale));
    }

    @Override
    public ImagePrompt embed(Frame image) {
        return with(loaded -> loaded.embed(image));
    }

    @Override
    public Tick<FrameContext> encode(String device, List<StreamInput<FrameContext>> inputs) {
        Tick<FrameContext> tick = with(loaded -> loaded.encode(inputs));
        return new Tick<>() {
            @Override
            public void denoise() {
                with(loaded -> {
                    tick.denoise();
                    return loaded;
                });
            }

            @Override
            public TickResult<FrameContext> decode() {
                return with(loaded -> tick.decode());
            }
        };
    }

    private <T> T with(Function<Networks, T> work) {
        Lock lock = use.readLock();
        lock.lock();
        try {
            Networks loaded = networks;
            if (loaded == null) {
                throw new InferenceException(
                        InferenceError.MODEL_FAILED, "The bundle " + bundle.id() + " is no longer loaded.");
            }
            return work.apply(loaded);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void release() {
        Lock lock = use.writeLock();
        lock.lock();
        try {
            Networks closed = networks;
            networks = null;
            if (closed != null) {
                close(closed);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next guest comes when the memory is there again. */
    private void close(Networks closed) {
        try {
            closed.close();
        } finally {
            onFreed.run();
        }
    }
}
