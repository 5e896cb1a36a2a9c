package org.speakdraw.inference.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The one environment of ONNX Runtime. When it is made, the library matches the whole command line of the process against
 * a regular expression, recursively: about 250 bytes of native stack for every character (1.29.0, Linux). The usual 1 MiB
 * of a Java thread overflows at some 4,000 characters, and that ends the process. So a thread with room makes it.
 */
final class OnnxEnvironment {

    private static final long STACK_BYTES = 64L << 20;

    private OnnxEnvironment() {}

    /**
     * The environment, made by the first call.
     *
     * @throws LinkageError if the native library cannot be loaded
     */
    static OrtEnvironment get() {
        return Holder.ENVIRONMENT;
    }

    private static OrtEnvironment create() {
        CompletableFuture<OrtEnvironment> created = new CompletableFuture<>();
        Runnable create = () -> created.completeAsync(
                () -> {
                    OrtEnvironment environment =
                            OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "speakdraw");
                    keep();
                    return environment;
                },
                Runnable::run);
        new Thread(null, create, "speakdraw-onnx-start", STACK_BYTES).start();
        try {
            return created.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Error error ? error : new LinkageError("ONNX Runtime cannot start", e);
        }
    }

    /**
     * The Java API gives the environment up in a shutdown hook of its own, beside the server's, while networks may still
     * run: that ends the process in the midst of its orderly end. One more reference, never given back, keeps it.
     */
    private static void keep() {
        try {
            Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
            api.setAccessible(true);
            Method create = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
            create.setAccessible(true);
            create.invoke(null, api.getLong(null), OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR.getValue(), "speakdraw");
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("this version of ONNX Runtime's Java API is not known", e);
        }
    }

    /** Holds no code: the other thread would wait for this class to be initialised, and this class for the thread. */
    private static final class Holder {

        private static final OrtEnvironment ENVIRONMENT = create();
    }
}
