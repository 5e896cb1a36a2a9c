package org.speakdraw.inference.diffusion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.onnx.OnnxModel;
import org.speakdraw.inference.onnx.ShapeProfile;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;

/** Latents [n, C, h, w] as the UNet leaves them to pictures [n, 3, H, W], about -1..1. Used by one thread. */
final class VaeDecoder implements AutoCloseable {

    private final OnnxModel model;
    private final VaeConfig config;
    private final GraphTensors given;
    private final TensorInfo input;
    private int maxRows;
    private final boolean fixedRows;
    private final TensorBuffer latent;
    private final TensorBuffer sample;
    private final PicturePool pool = new PicturePool();
    private float[] unscaled = {};

    private VaeDecoder(Path file, OnnxModel model, VaeConfig config, int maxRows) {
        this.model = model;
        this.config = config;
        given = new GraphTensors(file, model.inputs());
        input = given.find("latent", GraphTensors.rank(4), "latent_sample", "latent", "sample");
        TensorInfo output =
                new GraphTensors(file, model.outputs()).find("picture", GraphTensors.rank(4), "sample", "images");
        if (model.inputs().size() != 1 || input.sizeOr(1, config.latentChannels()) != config.latentChannels()) {
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID,
                    file + ": " + model.inputs() + " is no decoder of " + config.latentChannels() + " channels");
        }
        this.maxRows = input.sizeOr(0, maxRows);
        this.fixedRows = input.sizeOr(0, 0) > 0;
        latent = new TensorBuffer(input);
        sample = new TensorBuffer(output);
    }

    static VaeDecoder open(Path file, OnnxDevice device, VaeConfig config, int maxRows, ShapeProfile profile) {
        OnnxModel model = OnnxModel.open(file, device, profile);
        try {
            return new VaeDecoder(file, model, config, maxRows);
        } catch (Throwable e) {
            model.close();
            throw e;
        }
    }

    /** Pictures in the order of {@code latents}. */
    List<PictureTensor> decode(List<float[]> latents, LatentShape shape) {
        List<PictureTensor> pictures = new ArrayList<>(latents.size());
        for (int from = 0; from < latents.size(); from += maxRows) {
            decodeBatch(latents.subList(from, Math.min(from + maxRows, latents.size())), shape, pictures);
        }
        return pictures;
    }

    /**
     * Splits at {@code rows} from now on, at most at what was said when it was opened; nothing where the graph fixes
     * it.
     */
    void limitRows(int rows) {
        if (!fixedRows) {
            maxRows = rows;
        }
    }

    @Override
    public void close() {
        model.close();
    }

    private void decodeBatch(List<float[]> latents, LatentShape shape, List<PictureTensor> pictures) {
        int width = shape.width() * config.spatialFactor();
        int height = shape.height() * config.spatialFactor();
        given.checkSize(input, shape.height(), shape.width());
        int rows = fixedRows ? maxRows : latents.size();
        latent.shape(rows, shape.channels(), shape.height(), shape.width());
        sample.shape(rows, 3, height, width);
        if (unscaled.length != shape.size()) {
            unscaled = new float[shape.size()];
        }
        for (int row = 0; row < latents.size(); row++) {
            float[] scaled = latents.get(row);
            for (int i = 0; i < unscaled.length; i++) {
                unscaled[i] = scaled[i] / config.scalingFactor() + config.shiftFactor();
            }
            latent.write(row * unscaled.length, unscaled);
        }
        model.run(List.of(latent), List.of(sample));
        for (int row = 0; row < latents.size(); row++) {
            float[] planes = pool.take(3 * width * height);
            sample.read(row * planes.length, planes);
            pictures.add(new PictureTensor(width, height, planes, pool));
        }
    }
}
