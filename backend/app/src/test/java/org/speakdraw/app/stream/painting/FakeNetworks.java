package org.speakdraw.app.stream.painting;

import java.util.List;
import java.util.Optional;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.app.stream.frames.FrameContext;
import org.speakdraw.inference.diffusion.BatchTuning;
import org.speakdraw.inference.diffusion.StreamInput;
import org.speakdraw.inference.diffusion.TextEmbedding;
import org.speakdraw.inference.diffusion.TickResult;

/** Networks that paint black, on a device of a known speed. */
final class FakeNetworks implements Networks {

    private final double costPerSecond;
    private volatile boolean closed;

    FakeNetworks(double costPerSecond) {
        this.costPerSecond = costPerSecond;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public String device() {
        return "cpu";
    }

    @Override
    public Optional<String> fallback() {
        return Optional.empty();
    }

    @Override
    public BatchTuning tune() {
        return new BatchTuning(4, 4, costPerSecond);
    }

    @Override
    public void limitRows(int rows) {}

    @Override
    public TextEmbedding embed(String prompt) {
        return TestStreams.embedding(0);
    }

    @Override
    public TickResult<FrameContext> advance(List<StreamInput<FrameContext>> inputs) {
        return FakeModel.black(inputs);
    }

    @Override
    public void close() {
        closed = true;
    }
}
