package org.speakdraw.inference.speech;

import java.io.IOException;
import java.io.InputStream;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.onnx.OnnxModel;

/** Small networks that are part of the program, whichever speech model is used. */
final class EmbeddedGraph {

    private EmbeddedGraph() {}

    /**
     * Loads one for one thread of the CPU, which is quicker for it than the way to a GPU.
     *
     * @throws InferenceException {@code bundle-invalid} if the program was packed without it
     */
    static OnnxModel open(String name) {
        OnnxDevice device = OnnxDevice.open(DeviceOptions.cpu().withCpuThreads(1));
        try (InputStream in = EmbeddedGraph.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new InferenceException(InferenceError.BUNDLE_INVALID, name + " is missing in the program");
            }
            return OnnxModel.open(in.readAllBytes(), name, device);
        } catch (IOException e) {
            throw new InferenceException(InferenceError.BUNDLE_INVALID, name + " cannot be read", e);
        }
    }
}
