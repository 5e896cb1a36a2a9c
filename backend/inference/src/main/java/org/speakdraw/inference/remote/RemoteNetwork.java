package org.speakdraw.inference.remote;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import inference.OpenInferenceGrpc.ModelInferRequest;
import inference.OpenInferenceGrpc.ModelInferResponse;
import inference.OpenInferenceGrpc.ModelMetadataRequest;
import inference.OpenInferenceGrpc.ModelMetadataResponse;
import inference.OpenInferenceGrpc.ModelReadyRequest;
import inference.OpenInferenceGrpc.ServerReadyRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.Network;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;

/**
 * A network that a model server runs. Tensors travel as the bytes they are in memory, little-endian as on every machine that
 * ONNX Runtime is built for. Once the server has not answered, every further call fails at once: whoever owns the network
 * opens another one when the server is back. Used by one thread at a time.
 */
public final class RemoteNetwork implements Network {

    private static final int MAX_MESSAGE_BYTES = 256 << 20;
    /** Of an answer, beside its tensors. */
    private static final int MORE_BYTES = 1 << 16;

    private final RemoteModel model;
    private final ModelServer server;
    private final List<TensorInfo> inputs;
    private final List<TensorInfo> outputs;
    private @Nullable InferenceException lost;

    private RemoteNetwork(RemoteModel model, ModelServer server, List<TensorInfo> in, List<TensorInfo> out) {
        this.model = model;
        this.server = server;
        try {
            requireReady();
            ModelMetadataResponse said = server.call(MORE_BYTES)
                    .modelMetadata(ModelMetadataRequest.newBuilder()
                            .setName(model.name())
                            .setVersion(model.version())
                            .build());
            inputs = RemoteTensors.matched(model, in, said.getInputsList(), true);
            outputs = RemoteTensors.matched(model, out, said.getOutputsList(), false);
        } catch (StatusRuntimeException e) {
            throw unavailable(": " + explained(e.getStatus()), e);
        }
    }

    /**
     * Finds the model ready and fit for the bundle.
     *
     * @param inputs  of the bundle's graph
     * @param outputs likewise
     * @throws InferenceException {@code device-unavailable} while the server does not answer or is not ready;
     *     {@code bundle-invalid} if its model takes or gives something else than the graph
     */
    public static RemoteNetwork open(RemoteModel model, List<TensorInfo> inputs, List<TensorInfo> outputs) {
        ModelServer server = new ModelServer(model, MAX_MESSAGE_BYTES);
        boolean complete = false;
        try {
            RemoteNetwork network = new RemoteNetwork(model, server, inputs, outputs);
            complete = true;
            return network;
        } finally {
            if (!complete) {
                server.close();
            }
        }
    }

    private void requireReady() {
        boolean awake = server.call(MORE_BYTES)
                .serverReady(ServerReadyRequest.getDefaultInstance())
                .getReady();
        boolean ready = awake
                && server.call(MORE_BYTES)
                        .modelReady(ModelReadyRequest.newBuilder()
                                .setName(model.name())
                                .setVersion(model.version())
                                .build())
                        .getReady();
        if (!ready) {
            throw unavailable(awake ? ": the model is not ready" : ": the server is not ready", null);
        }
    }

    /** As the server takes them, in the graph's order. */
    public List<TensorInfo> inputs() {
        return inputs;
    }

    /** As the server gives them, in the graph's order. */
    public List<TensorInfo> outputs() {
        return outputs;
    }

    @Override
    public void run(Collection<TensorBuffer> in, Collection<TensorBuffer> out) {
        if (lost != null) {
            throw new InferenceException(InferenceError.MODEL_FAILED, String.valueOf(lost.getMessage()), lost);
        }
        try {
            read(server.call(Math.toIntExact(bytes(out) + MORE_BYTES)).modelInfer(request(in, out)), List.copyOf(out));
        } catch (StatusRuntimeException e) {
            InferenceException failure = new InferenceException(
                    InferenceError.MODEL_FAILED, model + " failed: " + explained(e.getStatus()), e);
            Status.Code code = e.getStatus().getCode();
            if (code == Status.Code.UNAVAILABLE || code == Status.Code.DEADLINE_EXCEEDED) {
                lost = failure;
            }
            throw failure;
        }
    }

    private ModelInferRequest request(Collection<TensorBuffer> in, Collection<TensorBuffer> out) {
        bytes(in);
        ModelInferRequest.Builder request =
                ModelInferRequest.newBuilder().setModelName(model.name()).setModelVersion(model.version());
        for (TensorBuffer buffer : in) {
            request.addInputsBuilder()
                    .setName(buffer.name())
                    .setDatatype(RemoteTensors.datatype(buffer.info().type()))
                    .addAllShape(shape(buffer));
            request.addRawInputContents(UnsafeByteOperations.unsafeWrap(buffer.readRaw(0, buffer.size())));
        }
        out.forEach(buffer -> request.addOutputsBuilder().setName(buffer.name()));
        return request.build();
    }

    /** Refuses what is more than a message may have, before anything is copied. */
    private long bytes(Collection<TensorBuffer> buffers) {
        long bytes = buffers.stream().mapToLong(TensorBuffer::bytes).sum();
        if (bytes > MAX_MESSAGE_BYTES - MORE_BYTES) {
            throw new InferenceException(
                    InferenceError.SIZE_UNSUPPORTED,
                    "a picture of this size takes " + bytes + " bytes on the way to the model server; at most "
                            + MAX_MESSAGE_BYTES);
        }
        return bytes;
    }

    private void read(ModelInferResponse answer, List<TensorBuffer> out) {
        if (answer.getOutputsCount() != out.size() || answer.getRawOutputContentsCount() != out.size()) {
            throw wrong("it gives other outputs than it was asked for, or not as raw bytes");
        }
        for (TensorBuffer buffer : out) {
            int at = 0;
            while (at < out.size() && !answer.getOutputs(at).getName().equals(buffer.name())) {
                at++;
            }
            if (at == out.size()) {
                throw wrong("it gives no " + buffer.name());
            }
            ModelInferResponse.InferOutputTensor tensor = answer.getOutputs(at);
            ByteString values = answer.getRawOutputContents(at);
            if (!tensor.getDatatype()
                            .equals(RemoteTensors.datatype(buffer.info().type()))
                    || !tensor.getShapeList().equals(shape(buffer))
                    || values.size() != buffer.bytes()) {
                throw wrong("it gives " + buffer.name() + " of another shape or type than " + shape(buffer));
            }
            buffer.writeRaw(0, values.toByteArray());
        }
    }

    private static List<Long> shape(TensorBuffer buffer) {
        return Arrays.stream(buffer.dimensions()).boxed().toList();
    }

    private InferenceException wrong(String what) {
        return new InferenceException(InferenceError.MODEL_FAILED, model + " answers wrongly: " + what);
    }

    private InferenceException unavailable(String why, @Nullable Throwable cause) {
        String message = model + " cannot be used" + why;
        return cause == null
                ? new InferenceException(InferenceError.DEVICE_UNAVAILABLE, message)
                : new InferenceException(InferenceError.DEVICE_UNAVAILABLE, message, cause);
    }

    /** Of the server's own words no more than a line. */
    private String explained(Status status) {
        String said =
                String.valueOf(status.getDescription()).lines().findFirst().orElse("");
        String words = said.length() > 200 ? said.substring(0, 200) : said;
        return switch (status.getCode()) {
            case UNAVAILABLE -> "the server cannot be reached (" + words + ")";
            case DEADLINE_EXCEEDED -> "no answer within " + model.deadline().toMillis() + " ms";
            case UNAUTHENTICATED, PERMISSION_DENIED -> "the server does not accept the token";
            case NOT_FOUND -> "the server does not have it";
            default -> status.getCode() + " (" + words + ")";
        };
    }

    @Override
    public boolean replays() {
        return false;
    }

    @Override
    public boolean prefersFewShapes() {
        return false;
    }

    @Override
    public void close() {
        server.close();
    }

    /** For people: the model and where it is. */
    @Override
    public String toString() {
        return model.toString();
    }
}
