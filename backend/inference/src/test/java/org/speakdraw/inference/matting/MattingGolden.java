package org.speakdraw.inference.matting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.golden.Golden;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;

/** Networks, pictures and arrays for the tests of this package. */
final class MattingGolden {

    static final String RVM = "matting/rvm_mobilenetv3_fp32.onnx";
    static final String RVM_HALF = "matting/rvm_mobilenetv3_fp16.onnx";
    static final String SQUARE = "selfie/selfie_segmentation.onnx";
    static final String LANDSCAPE = "selfie/selfie_segmentation_landscape.onnx";

    private MattingGolden() {}

    /** Skips the running test where the reference data is absent. */
    static MattingModel open(String graph) {
        return open(bundle(Golden.require(graph), "{}"), 8);
    }

    /** The graph with the interface of Robust Video Matting that is part of the tests. */
    static MattingModel openToy(String name, int maxRows) {
        URL graph = Objects.requireNonNull(MattingGolden.class.getResource(name));
        try {
            return open(bundle(Path.of(graph.toURI()), "{\"recurrent_channels\": [2, 3, 4, 5]}"), maxRows);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static MattingBundle bundle(Path graph, String config) {
        try {
            Path folder = Files.createTempDirectory("matting");
            Files.createSymbolicLink(folder.resolve("model.onnx"), graph.toAbsolutePath());
            Files.writeString(folder.resolve("config.json"), config);
            return MattingBundle.read(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MattingModel open(MattingBundle bundle, int maxRows) {
        return bundle.open(OnnxDevice.open(DeviceOptions.cpu()), maxRows);
    }

    /** Little-endian 32-bit floats in C order. */
    static float[] npy(String name) {
        try {
            byte[] bytes = Files.readAllBytes(Golden.require(name));
            int start = 10 + ((bytes[8] & 0xFF) | (bytes[9] & 0xFF) << 8);
            FloatBuffer floats = ByteBuffer.wrap(bytes, start, bytes.length - start)
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            float[] values = new float[floats.remaining()];
            floats.get(values);
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Frame bgr(Frame frame) {
        byte[] swapped = frame.rgb().clone();
        for (int at = 0; at < swapped.length; at += 3) {
            byte red = swapped[at];
            swapped[at] = swapped[at + 2];
            swapped[at + 2] = red;
        }
        return new Frame(frame.width(), frame.height(), swapped);
    }

    /** The frame as a sensor with Gaussian noise sees it; {@code deviation} in levels. */
    static Frame noisy(Frame frame, Random random, double deviation) {
        byte[] noisy = new byte[frame.rgb().length];
        for (int i = 0; i < noisy.length; i++) {
            long level = Math.round((frame.rgb()[i] & 0xFF) + deviation * random.nextGaussian());
            noisy[i] = (byte) Math.max(0, Math.min(255, level));
        }
        return new Frame(frame.width(), frame.height(), noisy);
    }

    static MattingInput input(Frame frame, MattingState state, float ratio) {
        return new MattingInput(frame, "camera", new DownsampleRatio(ratio), false, state);
    }

    static double mean(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs(a[i] - b[i]);
        }
        return sum / a.length;
    }
}
