package org.speakdraw.app.stream.painting;

import java.util.List;
import java.util.Optional;
import org.speakdraw.app.stream.frames.FrameContext;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.diffusion.BatchTuning;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.DiffusionStream;
import org.speakdraw.inference.diffusion.ImagePrompt;
import org.speakdraw.inference.diffusion.StreamInput;
import org.speakdraw.inference.diffusion.TextEmbedding;
import org.speakdraw.inference.diffusion.Tick;
import org.speakdraw.inference.onnx.DeviceOptions;

/**
 * A bundle's networks on one device. Threads and errors are those of {@link DiffusionStream}.
 */
interface Networks extends AutoCloseable {

    /** Puts a bundle's networks on a device. */
    @FunctionalInterface
    interface Loader {

        /**
         * Loads {@code bundle}, on the calling thread.
         *
         * @throws org.speakdraw.inference.SpeakDrawException {@code bundle-invalid}, {@code device-unavailable}
         */
        Networks load(DiffusionBundle bundle, DeviceOptions device);
    }

    /** The device that they run on. */
    String device();

    /** What they run with, for people: provider, precision, kind of graph. */
    String description();

    /** Why this is not the device that was asked for. */
    Optional<String> fallback();

    /** Finds out for a few seconds which batches the device is fastest with. */
    BatchTuning tune();

    /** Splits batches at {@code rows} from now on, as far as the graphs let that be chosen. */
    void limitRows(int rows);

    /** Fails when they do, whatever their users ask of them. */
    void tryOut();

    /** Encodes a prompt, with LoRAs that count as much as {@code loraScale} says. */
    TextEmbedding embed(String prompt, float loraScale);

    /** Encodes an image that is a prompt. */
    ImagePrompt embed(Frame image);

    /** Whether they are faster with several ticks at once. */
    boolean overlap();

    /** Begins a tick of all streams. */
    Tick<FrameContext> encode(List<StreamInput<FrameContext>> inputs);

    @Override
    void close();

    /** A diffusion stream's. */
    static Networks of(DiffusionStream stream) {
        return new Networks() {
            @Override
            public String device() {
                return stream.device();
            }

            @Override
            public String description() {
                return stream.description();
            }

            @Override
            public Optional<String> fallback() {
                return stream.fallback();
            }

            @Override
            public BatchTuning tune() {
                return stream.tune();
            }

            @Override
            public void limitRows(int rows) {
                stream.limitRows(rows);
            }

            @Override
            public void tryOut() {
                stream.tryOut();
            }

            @Override
            public TextEmbedding embed(String prompt, float loraScale) {
                return stream.embed(prompt, loraScale);
            }

            @Override
            public ImagePrompt embed(Frame image) {
                return stream.embed(image);
            }

            @Override
            public boolean overlap() {
                return stream.overlaps();
            }

            @Override
            public Tick<FrameContext> encode(List<StreamInput<FrameContext>> inputs) {
                return stream.encode(inputs);
            }

            @Override
            public void close() {
                stream.close();
            }
        };
    }
}
