package org.speakdraw.inference.safety;

import java.util.List;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.imaging.FrameStretcher;
import org.speakdraw.inference.onnx.EmbeddedGraph;
import org.speakdraw.inference.onnx.OnnxModel;
import org.speakdraw.inference.onnx.TensorBuffer;

/**
 * nsfwjs's classifier (github.com/infinitered/nsfwjs, a MobileNet v2 that knows drawings as well as photographs), part of
 * the program and always on one thread of the CPU: a picture [1, 224, 224, 3], RGB 0..1, to likelihoods [1, 5]. One picture
 * a run is the quickest: several do not fit into a core's caches. One call at a time: other threads wait.
 */
public final class PictureFilter implements AutoCloseable {

    private static final int SIDE = 224;
    private static final int KINDS = 5;

    private final OnnxModel model;
    private final TensorBuffer picture;
    private final TensorBuffer likelihoods;
    private final float[] colours = new float[SIDE * SIDE * 3];

    private PictureFilter(OnnxModel model) {
        this.model = model;
        this.picture = new TensorBuffer(model.inputs().get(0));
        this.likelihoods = new TensorBuffer(model.outputs().get(0));
    }

    /**
     * Loads it.
     *
     * @throws org.speakdraw.inference.InferenceException {@code bundle-invalid} if the program was packed without it
     */
    public static PictureFilter open() {
        return new PictureFilter(EmbeddedGraph.open(PictureFilter.class, "nsfw_mobilenet_v2_mid.onnx"));
    }

    /**
     * Judges a picture of any size.
     *
     * @throws org.speakdraw.inference.InferenceException {@code model-failed}
     */
    public synchronized Likelihoods judge(Frame frame) {
        byte[] rgb = FrameStretcher.stretch(frame, SIDE, SIDE).rgb();
        for (int i = 0; i < colours.length; i++) {
            colours[i] = (rgb[i] & 0xFF) / 255f;
        }
        picture.shape(1, SIDE, SIDE, 3);
        picture.write(0, colours);
        likelihoods.shape(1, KINDS);
        model.run(List.of(picture), List.of(likelihoods));
        float[] kinds = new float[KINDS];
        likelihoods.read(0, kinds);
        return new Likelihoods(kinds[0], kinds[1], kinds[2], kinds[3], kinds[4]);
    }

    @Override
    public synchronized void close() {
        model.close();
    }
}
