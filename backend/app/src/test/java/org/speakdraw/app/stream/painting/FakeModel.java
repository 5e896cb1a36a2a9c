package org.speakdraw.app.stream.painting;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.app.stream.frames.FrameContext;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.ImagePrompt;
import org.speakdraw.inference.diffusion.StreamInput;
import org.speakdraw.inference.diffusion.StreamOutput;
import org.speakdraw.inference.diffusion.TextEmbedding;
import org.speakdraw.inference.diffusion.Tick;
import org.speakdraw.inference.diffusion.TickResult;
import org.speakdraw.inference.diffusion.TickTimings;

/** Paints black pictures at once, and remembers what it was asked for. */
public class FakeModel implements Model {

    private final List<String> prompts = new ArrayList<>();
    private final List<Integer> batches = new ArrayList<>();
    private Consumer<List<StreamInput<FrameContext>>> before = inputs -> {};
    private int released;

    /** Prompts in the order in which they were encoded. */
    public List<String> prompts() {
        return prompts;
    }

    /** Frames of each tick. */
    public List<Integer> batches() {
        return batches;
    }

    /** How often it was released. */
    public int released() {
        return released;
    }

    /** Called when a tick denoises; what it throws ends the tick. */
    public void before(Consumer<List<StreamInput<FrameContext>>> work) {
        before = work;
    }

    @Override
    public DiffusionBundle bundle() {
        return TestStreams.BUNDLE;
    }

    @Override
    public boolean isOn(String device) {
        return true;
    }

    @Override
    public TextEmbedding embed(String prompt, float loraScale) {
        prompts.add(prompt);
        return TestStreams.embedding(prompts.size());
    }

    @Override
    public ImagePrompt embed(Frame image) {
        throw new UnsupportedOperationException("this bundle has no IP-Adapter");
    }

    @Override
    public Tick<FrameContext> encode(String device, List<StreamInput<FrameContext>> inputs) {
        batches.add(inputs.size());
        return black(inputs, () -> before.accept(inputs));
    }

    /** Black pictures, after the work of denoising. */
    static Tick<FrameContext> black(List<StreamInput<FrameContext>> inputs, Runnable denoising) {
        return black(inputs, denoising, Map.of());
    }

    /** Black pictures, but for {@code failures}. */
    static Tick<FrameContext> black(
            List<StreamInput<FrameContext>> inputs, Runnable denoising, Map<Integer, InferenceException> failures) {
        return new Tick<>() {
            @Override
            public void denoise() {
                denoising.run();
            }

            @Override
            public TickResult<FrameContext> decode() {
                return new TickResult<>(
                        inputs.stream()
                                .map(input -> new StreamOutput<>(
                                        input.state(), new Frame(64, 64, new byte[3 * 64 * 64]), input.tag()))
                                .toList(),
                        Collections.nCopies(inputs.size(), false),
                        failures,
                        new TickTimings(1, 2, 3, inputs.size()));
            }
        };
    }

    @Override
    public void release() {
        released++;
    }
}
