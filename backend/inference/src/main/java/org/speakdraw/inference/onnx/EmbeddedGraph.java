package org.speakdraw.inference.onnx;

import java.io.IOException;
import java.io.InputStream;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/** Small networks that are part of the program, whichever models it paints and listens with. */
public final class EmbeddedGraph {

    private EmbeddedGraph() {}

    /**
     * Loads one for one thread of the CPU, which is quicker for it than the way to a GPU.
     *
     * @param owner beside which it is packed
     * @throws InferenceException {@code bundle-invalid} if the program was packed without it
     */
    public static OnnxModel open(Class<?> owner, String name) {
        OnnxDevice device = OnnxDevice.open(DeviceOptions.cpu().withCpuThreads(1));
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new InferenceException(InferenceError.BUNDLE_INVALID, name + " is missing in the program");
            }
            return OnnxModel.open(in.readAllBytes(), name, device);
        } catch (IOException e) {
            throw new InferenceException(InferenceError.BUNDLE_INVALID, name + " cannot be read", e);
        }
    }
}
