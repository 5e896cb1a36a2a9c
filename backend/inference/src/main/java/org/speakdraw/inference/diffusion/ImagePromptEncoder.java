package org.speakdraw.inference.diffusion;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.onnx.OnnxModel;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;
import org.speakdraw.inference.onnx.TensorValues;

/**
 * From an image to the tokens that an IP-Adapter shows the UNet: CLIP's image encoder, [1, 3, side, side] to an
 * embedding [1, E] or hidden states [1, positions, H], then the adapter's projection, to [1, tokens, D]. A plain adapter
 * projects the embedding, a "plus" one the hidden state before the last, which the rank of the projection's input tells.
 * Thread-safe.
 */
final class ImagePromptEncoder implements AutoCloseable {

    static final String ENCODER = "image_encoder/model.onnx";
    static final String PROJECTION = "image_proj/model.onnx";

    private static final int USUAL_SIDE = 224;

    private final OnnxModel encoder;
    private final OnnxModel projection;
    private final ImagePreparation preparation;
    private final TensorBuffer pixels;
    private final TensorInfo seen;
    private final TensorBuffer projected;
    private final TensorInfo tokens;
    private final ImageTokens absent;
    private boolean closed;

    private ImagePromptEncoder(BundleFiles files, OnnxModel encoder, OnnxModel projection, int width) {
        this.encoder = encoder;
        this.projection = projection;
        Path encoderFile = files.folder().resolve(ENCODER);
        Path projectionFile = files.folder().resolve(PROJECTION);
        TensorInfo input =
                new GraphTensors(encoderFile, encoder.inputs()).find("picture", GraphTensors.rank(4), "pixel_values");
        TensorInfo projectionInput = new GraphTensors(projectionFile, projection.inputs())
                .find("encoded image", tensor -> tensor.rank() == 2 || tensor.rank() == 3);
        GraphTensors outputs = new GraphTensors(encoderFile, encoder.outputs());
        boolean plus = projectionInput.rank() == 3;
        seen = (plus ? outputs.penultimateHiddenState() : outputs.named("image_embeds", 2))
                .orElseThrow(() -> new InferenceException(
                        InferenceError.BUNDLE_INVALID,
                        encoderFile + " gives no " + (plus ? "penultimate_hidden_state" : "image_embeds")
                                + ", which the IP-Adapter's projection takes; it has " + encoder.outputs()));
        tokens = new GraphTensors(projectionFile, projection.outputs())
                .find("image tokens", GraphTensors.rank(3), "image_tokens");
        preparation = ImagePreparation.read(files, input.sizeOr(2, USUAL_SIDE));
        pixels = new TensorBuffer(input);
        pixels.shape(1, 3, preparation.side(), preparation.side());
        projected = new TensorBuffer(projectionInput);
        pixels.clear();
        TensorValues blank = encoder.run(List.of(pixels), seen);
        // The plain adapters were trained with an embedding of zeros, the plus ones with what black pixels give.
        absent = project(plus ? blank : new TensorValues(blank.shape(), new float[blank.values().length]));
        if (absent.width() != width) {
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID,
                    projectionFile + " gives " + absent.width() + " values a token, the UNet takes " + width);
        }
    }

    /** @param width values a token that the UNet takes */
    static ImagePromptEncoder open(BundleFiles files, OnnxDevice device, int width) {
        OnnxModel encoder = OnnxModel.open(files.require(ENCODER), device);
        Optional<OnnxModel> projection = Optional.empty();
        try {
            projection = Optional.of(OnnxModel.open(files.require(PROJECTION), device));
            return new ImagePromptEncoder(files, encoder, projection.get(), width);
        } catch (Throwable e) {
            projection.ifPresent(OnnxModel::close);
            encoder.close();
            throw e;
        }
    }

    /** Tokens of an image. */
    int tokens() {
        return absent.tokens();
    }

    /**
     * The image with a scale of 1.
     *
     * @throws InferenceException {@code model-failed} also once it is closed: requests may still come in then
     */
    synchronized ImagePrompt encode(Frame image) {
        if (closed) {
            throw new InferenceException(InferenceError.MODEL_FAILED, "the image encoder is closed");
        }
        try {
            pixels.write(0, preparation.planes(image));
            return new ImagePrompt(project(encoder.run(List.of(pixels), seen)), absent, 1);
        } finally {
            // It belongs to a session that may end before another image comes.
            pixels.clear();
        }
    }

    private ImageTokens project(TensorValues image) {
        projected.shape(image.shape().stream().mapToLong(Long::longValue).toArray());
        projected.write(0, image.values());
        TensorValues result = projection.run(List.of(projected), tokens);
        return new ImageTokens(
                Math.toIntExact(result.shape().get(1)),
                Math.toIntExact(result.shape().get(2)),
                result.values());
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            try {
                projection.close();
            } finally {
                encoder.close();
            }
        }
    }
}
