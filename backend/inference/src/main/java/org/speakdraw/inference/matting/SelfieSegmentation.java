package org.speakdraw.inference.matting;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.imaging.FrameStretcher;
import org.speakdraw.inference.imaging.Matte;
import org.speakdraw.inference.onnx.OnnxModel;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;

/**
 * MediaPipe selfie segmentation (general 256 x 256 or landscape 256 x 144, whichever the graph is): frames
 * [b, H, W, 3], RGB 0..1, to person probabilities [b, H, W, 1]. Frames are stretched to the graph's size, as MediaPipe
 * does; mattes stay at that size, and {@link MatteRefiner} brings them to the frame's. Without memory: states are
 * ignored.
 */
public final class SelfieSegmentation implements MattingModel {

    private final OnnxModel model;
    private final int maxRows;
    private final int width;
    private final int height;
    private final TensorBuffer picture;
    private final TensorBuffer mask;

    /** Takes over {@code model}. */
    SelfieSegmentation(Path file, OnnxModel model, int maxRows) {
        TensorInfo input = model.inputs().get(0);
        List<TensorInfo> outputs =
                model.outputs().stream().filter(tensor -> tensor.rank() == 4).toList();
        if (outputs.size() != 1 || outputs.get(0).sizeOr(3, 1) != 1) {
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID,
                    file + ": no output of " + model.outputs() + " is a mask [b, H, W, 1]");
        }
        this.model = model;
        this.maxRows = input.sizeOr(0, maxRows);
        height = input.sizeOr(1, 256);
        width = input.sizeOr(2, 256);
        picture = new TensorBuffer(input);
        mask = new TensorBuffer(outputs.get(0));
    }

    /** Whether a graph with these inputs is of this kind. */
    static boolean recognises(List<TensorInfo> inputs) {
        return inputs.size() == 1 && inputs.get(0).rank() == 4 && inputs.get(0).sizeOr(3, 0) == 3;
    }

    @Override
    public List<Matting> matte(List<MattingInput> inputs) {
        List<Matting> mattes = new ArrayList<>(inputs.size());
        for (int from = 0; from < inputs.size(); from += maxRows) {
            run(inputs.subList(from, Math.min(from + maxRows, inputs.size())), mattes);
        }
        return mattes;
    }

    @Override
    public RefinementParameters recommendedRefinement() {
        return RefinementParameters.forMasks();
    }

    /** Pixels of the graph's input. */
    public int width() {
        return width;
    }

    /** Pixels of the graph's input. */
    public int height() {
        return height;
    }

    @Override
    public void close() {
        model.close();
    }

    private void run(List<MattingInput> rows, List<Matting> mattes) {
        picture.shape(rows.size(), height, width, 3);
        mask.shape(rows.size(), height, width, 1);
        for (int row = 0; row < rows.size(); row++) {
            float[] colours =
                    UnitColours.interleaved(FrameStretcher.stretch(rows.get(row).frame(), width, height));
            picture.write(row * colours.length, colours);
        }
        model.run(List.of(picture), List.of(mask));
        for (int row = 0; row < rows.size(); row++) {
            float[] values = new float[width * height];
            mask.read(row * values.length, values);
            MatteValues.clamp(values);
            mattes.add(new Matting(new Matte(width, height, values), Optional.empty()));
        }
    }
}
