package org.speakdraw.app.stream.painting;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.app.stream.frames.FrameContext;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.diffusion.BatchTuning;
import org.speakdraw.inference.diffusion.ImagePrompt;
import org.speakdraw.inference.diffusion.StreamInput;
import org.speakdraw.inference.diffusion.TextEmbedding;
import org.speakdraw.inference.diffusion.Tick;

/** Networks that paint black, on a device of a known speed. */
final class FakeNetworks implements Networks {

    private final double costPerSecond;
    private final Optional<String> fallback;
    private volatile boolean closed;
    private volatile boolean failing;
    private volatile boolean broken;
    private volatile boolean lost;
    private final AtomicInteger triedOut = new AtomicInteger();

    FakeNetworks(double costPerSecond) {
        this(costPerSecond, Optional.empty());
    }

    /** @param fallback why they are not on the device that was asked for */
    FakeNetworks(double costPerSecond, Optional<String> fallback) {
        this.costPerSecond = costPerSecond;
        this.fallback = fallback;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public String device() {
        return "cpu";
    }

    @Override
    public String description() {
        return "black";
    }

    @Override
    public Optional<String> fallback() {
        return fallback;
    }

    @Override
    public BatchTuning tune() {
        return new BatchTuning(4, 4, costPerSecond);
    }

    /** They take nothing that streams ask for, and work nevertheless. */
    void fail() {
        failing = true;
    }

    /** Nothing works any more. */
    void breakDown() {
        failing = true;
        broken = true;
    }

    /** The engine ends with its next tick. */
    void lose() {
        lost = true;
    }

    int triedOut() {
        return triedOut.get();
    }

    @Override
    public void tryOut() {
        triedOut.incrementAndGet();
        requireNot(broken);
    }

    private static void requireNot(boolean out) {
        if (out) {
            throw new InferenceException(InferenceError.MODEL_FAILED, "CUDA error 700");
        }
    }

    @Override
    public void limitRows(int rows) {
        requireNot(lost);
    }

    @Override
    public TextEmbedding embed(String prompt, float loraScale) {
        return TestStreams.embedding(0);
    }

    @Override
    public ImagePrompt embed(Frame image) {
        throw new UnsupportedOperationException("this bundle has no IP-Adapter");
    }

    @Override
    public boolean overlap() {
        return true;
    }

    @Override
    public Tick<FrameContext> encode(List<StreamInput<FrameContext>> inputs) {
        return FakeModel.black(inputs, () -> requireNot(failing));
    }

    @Override
    public void close() {
        closed = true;
    }
}
