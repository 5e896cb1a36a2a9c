package org.speakdraw.inference.diffusion;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.onnx.OnnxModel;
import org.speakdraw.inference.onnx.ShapeProfile;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;
import org.speakdraw.inference.onnx.TensorValues;

/**
 * A T2I-Adapter (Mou et al., "T2I-Adapter: learning adapters to dig out more controllable ability"): from a picture
 * {@code control_image} [1, 3, H, W] of -1..1 to features {@code adapter_0} [1, C, h, w] and so on, which the UNet's inputs of
 * those names take, scaled by how much a row heeds them. Made once a picture, however many steps it takes. Thread-safe:
 * nobody waits for another's picture, the denoising of others least of all.
 */
final class T2iAdapter implements AutoCloseable {

    static final String FILE = "t2i_adapter/model.onnx";

    private static final String PREFIX = "adapter_";
    private static final int REMEMBERED_SIZES = 64;

    private final OnnxModel model;
    private final TensorInfo input;
    /** Of pictures of a size, width and height. */
    private final Map<List<Integer>, Map<String, List<Long>>> shapes =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<List<Integer>, Map<String, List<Long>>> eldest) {
                    return size() > REMEMBERED_SIZES;
                }
            });
    /** Read by whoever runs the network, written by whoever closes it. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private boolean closed;

    private T2iAdapter(BundleFiles files, OnnxModel model) {
        this.model = model;
        input = new GraphTensors(files.folder().resolve(FILE), model.inputs())
                .find("picture", GraphTensors.rank(4), ControlConditions.PICTURES);
        if (model.inputs().size() != 1 || !model.outputs().stream().allMatch(T2iAdapter::isFeature)) {
            throw files.broken(
                    FILE,
                    "it has " + model.inputs() + " and " + model.outputs() + "; it is to take one picture and to give "
                            + PREFIX + "0 and so on, in floating point");
        }
    }

    /** @param profile of the pictures */
    static T2iAdapter open(BundleFiles files, OnnxDevice device, ShapeProfile profile) {
        OnnxModel model = OnnxModel.open(files.require(FILE), device, profile);
        try {
            return new T2iAdapter(files, model);
        } catch (Throwable e) {
            model.close();
            throw e;
        }
    }

    /** Whether a tensor is one of an adapter's features. */
    static boolean isFeature(TensorInfo tensor) {
        return tensor.name().startsWith(PREFIX) && tensor.rank() == 4 && tensor.isFloatingPoint();
    }

    /** Whether it makes what an input of the UNet takes. */
    boolean gives(TensorInfo feature) {
        return model.outputs().stream().anyMatch(output -> output.name().equals(feature.name()));
    }

    /**
     * What the UNet is to be shown of a picture, by the names of its inputs.
     *
     * @throws InferenceException {@code model-failed}
     */
    Map<String, TensorValues> features(Frame hint) {
        float[] planes = Normalisation.SIGNED.planes(hint);
        use.readLock().lock();
        try {
            if (closed) {
                throw new InferenceException(InferenceError.MODEL_FAILED, "the T2I-Adapter is closed");
            }
            TensorBuffer pixels = new TensorBuffer(input);
            pixels.shape(1, 3, hint.height(), hint.width());
            pixels.write(0, planes);
            Map<String, TensorValues> features = model.runForAll(List.of(pixels));
            shapes.put(List.of(hint.width(), hint.height()), shapesOf(features));
            return features;
        } finally {
            use.readLock().unlock();
        }
    }

    /**
     * The shape of a feature of pictures of a size, or of the only size that the graph takes; where none has come yet, a black
     * one tells.
     */
    List<Long> shape(String feature, int pictureWidth, int pictureHeight) {
        int width = input.sizeOr(3, pictureWidth);
        int height = input.sizeOr(2, pictureHeight);
        Map<String, List<Long>> known = shapes.get(List.of(width, height));
        if (known == null) {
            known = shapesOf(features(new Frame(width, height, new byte[3 * width * height])));
        }
        return known.getOrDefault(feature, List.of());
    }

    private static Map<String, List<Long>> shapesOf(Map<String, TensorValues> features) {
        Map<String, List<Long>> shapes = new HashMap<>();
        features.forEach((name, values) -> shapes.put(name, values.shape()));
        return Map.copyOf(shapes);
    }

    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                model.close();
            }
        } finally {
            use.writeLock().unlock();
        }
    }
}
