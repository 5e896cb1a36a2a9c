package org.speakdraw.inference.onnx;

import ai.onnxruntime.OrtSession;
import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * The few functions of ONNX Runtime's C API ({@code onnxruntime_c_api.h}) that its Java API lacks: tensors on a device,
 * and calls that keep theirs. The functions lie in a table that only ever grows at its end, so their places hold for
 * every later version. Thread-safe.
 */
final class NativeApi {

    /** Functions by their places in the table. */
    enum Call {
        GET_ERROR_MESSAGE(2),
        CREATE_RUN_OPTIONS(39),
        CREATE_TENSOR(48),
        GET_TENSOR_DATA(51),
        CREATE_MEMORY_INFO(68),
        RELEASE_STATUS(93),
        RELEASE_MEMORY_INFO(94),
        RELEASE_VALUE(96),
        RELEASE_RUN_OPTIONS(97),
        CREATE_ALLOCATOR(131),
        RELEASE_ALLOCATOR(132),
        RUN_WITH_BINDING(133),
        CREATE_BINDING(134),
        RELEASE_BINDING(135),
        BIND_INPUT(136),
        BIND_OUTPUT(137),
        ADD_RUN_ENTRY(165);

        private final int place;

        Call(int place) {
            this.place = place;
        }
    }

    private final Map<Call, Function> functions = new EnumMap<>(Call.class);

    private NativeApi() {
        OnnxEnvironment.get();
        Pointer table;
        try {
            Field field = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
            field.setAccessible(true);
            table = new Pointer(field.getLong(null));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("this version of ONNX Runtime's Java API is not known", e);
        }
        for (Call call : Call.values()) {
            functions.put(call, Function.getFunction(table.getPointer((long) call.place * Native.POINTER_SIZE)));
        }
    }

    /** @throws LinkageError where native code cannot be called */
    static NativeApi get() {
        return Holder.API;
    }

    /** The session behind the Java object, as long as that is open. */
    static Pointer handle(OrtSession session) {
        try {
            Field field = OrtSession.class.getDeclaredField("nativeHandle");
            field.setAccessible(true);
            return new Pointer(field.getLong(session));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("this version of ONNX Runtime's Java API is not known", e);
        }
    }

    /** Calls a function that says whether it worked. @throws InferenceException {@code model-failed} if it did not */
    void call(Call call, @Nullable Object... arguments) {
        Pointer status = function(call).invokePointer(arguments);
        if (status != null) {
            String message = function(Call.GET_ERROR_MESSAGE)
                    .invokePointer(new Object[] {status})
                    .getString(0, "UTF-8");
            release(Call.RELEASE_STATUS, status);
            throw new InferenceException(InferenceError.MODEL_FAILED, message);
        }
    }

    /** Calls a function whose last argument is where it puts what it made. */
    Pointer create(Call call, @Nullable Object... arguments) {
        PointerByReference made = new PointerByReference();
        @Nullable Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = made;
        call(call, all);
        return made.getValue();
    }

    /** Calls a function that gives something back. */
    void release(Call call, Pointer made) {
        function(call).invokeVoid(new Object[] {made});
    }

    private Function function(Call call) {
        return Objects.requireNonNull(functions.get(call));
    }

    private static final class Holder {

        private static final NativeApi API = new NativeApi();
    }
}
