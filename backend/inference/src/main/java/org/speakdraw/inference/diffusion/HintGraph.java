package org.speakdraw.inference.diffusion;

import java.nio.file.Path;
import java.util.List;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.imaging.FrameStretcher;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.onnx.OnnxModel;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;
import org.speakdraw.inference.onnx.TensorValues;

/**
 * The network in a bundle's {@code control} folder that finds what the control is shown: how near things are, how people
 * stand. From a picture [1, 3, h, w] to [1, h', w'], [1, 1, h', w'] or [1, 3, h', w'] of any size, 0..1; depths may be of
 * any range. The picture is stretched to the graph's size, or where that is open to the nearest multiples of
 * {@code ensure_multiple_of} in {@code preprocessor_config.json}, and the result back. Thread-safe.
 */
final class HintGraph implements HintSource, AutoCloseable {

    static final String FILE = "control/model.onnx";

    private static final String CONFIG = "control/preprocessor_config.json";
    private static final int USUAL_MULTIPLE = 32;

    private final Path file;
    private final OnnxModel model;
    private final Normalisation normalisation;
    private final int multiple;
    /** Depths are spread from the farthest to the nearest of each picture. */
    private final boolean spread;

    private final TensorInfo input;
    private final TensorInfo output;
    private boolean closed;

    private HintGraph(BundleFiles files, OnnxModel model, ControlKind kind, int multiple) {
        this.model = model;
        this.multiple = multiple;
        file = files.folder().resolve(FILE);
        spread = kind == ControlKind.DEPTH;
        normalisation = Normalisation.read(files, CONFIG, Normalisation.UNIT);
        input = new GraphTensors(file, model.inputs()).find("picture", GraphTensors.rank(4), "pixel_values", "picture");
        output = new GraphTensors(file, model.outputs())
                .find(
                        "hint",
                        tensor -> (tensor.rank() == 3 || tensor.rank() == 4) && tensor.isFloatingPoint(),
                        "predicted_depth",
                        "hint");
        if (model.inputs().size() != 1 || input.sizeOr(1, 3) != 3) {
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID,
                    file + ": it takes " + model.inputs() + "; it is to take one picture [1, 3, height, width]");
        }
    }

    /**
     * Loads it.
     *
     * @param kind   of the bundle's control
     * @param shapes of the pictures
     */
    static HintGraph open(BundleFiles files, OnnxDevice device, ControlKind kind, BatchShapes shapes) {
        int multiple = files.optionalJson(CONFIG).path("ensure_multiple_of").asInt(USUAL_MULTIPLE);
        if (multiple < 1 || multiple > 1024) {
            throw files.broken(CONFIG, "ensure_multiple_of is " + multiple + "; it is 1 to 1024");
        }
        OnnxModel model = OnnxModel.open(files.require(FILE), device, shapes.planes(side -> nearest(side, multiple)));
        try {
            return new HintGraph(files, model, kind, multiple);
        } catch (Throwable e) {
            model.close();
            throw e;
        }
    }

    @Override
    public synchronized Frame of(Frame picture) {
        if (closed) {
            throw new InferenceException(InferenceError.MODEL_FAILED, file + " is closed");
        }
        int height = input.sizeOr(2, nearest(picture.height(), multiple));
        int width = input.sizeOr(3, nearest(picture.width(), multiple));
        // A memory of its own for each picture: it belongs to a session that may end before another one comes.
        TensorBuffer pixels = new TensorBuffer(input);
        pixels.shape(1, 3, height, width);
        pixels.write(0, normalisation.planes(FrameStretcher.stretch(picture, width, height)));
        Frame hint = toFrame(model.run(List.of(pixels), output));
        return FrameStretcher.stretch(hint, picture.width(), picture.height());
    }

    private static int nearest(int pixels, int multiple) {
        return Math.max(1, Math.round(pixels / (float) multiple)) * multiple;
    }

    private Frame toFrame(TensorValues result) {
        int rank = result.shape().size();
        int width = Math.toIntExact(result.shape().get(rank - 1));
        int height = Math.toIntExact(result.shape().get(rank - 2));
        float[] values = result.values();
        int area = width * height;
        int channels = area == 0 ? 0 : values.length / area;
        if (values.length != channels * area || (channels != 1 && channels != 3)) {
            throw new InferenceException(
                    InferenceError.MODEL_FAILED,
                    file + " gives " + result.shape() + "; it is to give one or three channels of one picture");
        }
        float low = spread ? least(values, 1) : 0;
        float range = spread ? -least(values, -1) - low : 1;
        byte[] rgb = new byte[3 * area];
        for (int i = 0; i < rgb.length; i++) {
            float value = range > 0 ? (values[(channels == 1 ? 0 : i % 3 * area) + i / 3] - low) / range : 0;
            rgb[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, value)));
        }
        return new Frame(width, height, rgb);
    }

    /** Of the values with that sign before them; what is no number does not count. */
    private static float least(float[] values, int sign) {
        float least = Float.POSITIVE_INFINITY;
        for (float value : values) {
            least = sign * value < least ? sign * value : least;
        }
        return least;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            model.close();
        }
    }
}
