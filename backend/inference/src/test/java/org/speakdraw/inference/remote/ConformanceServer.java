package org.speakdraw.inference.remote;

import com.google.protobuf.ByteString;
import inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase;
import inference.OpenInferenceGrpc.ModelInferRequest;
import inference.OpenInferenceGrpc.ModelInferResponse;
import inference.OpenInferenceGrpc.ModelMetadataRequest;
import inference.OpenInferenceGrpc.ModelMetadataResponse;
import inference.OpenInferenceGrpc.ModelReadyRequest;
import inference.OpenInferenceGrpc.ModelReadyResponse;
import inference.OpenInferenceGrpc.ServerReadyRequest;
import inference.OpenInferenceGrpc.ServerReadyResponse;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.onnx.OnnxModel;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;

/**
 * A model server that keeps to the published protocol and runs a UNet's file as it is; its answers can be spoiled on the way.
 * Listens on a real port of this machine.
 */
public final class ConformanceServer extends GRPCInferenceServiceImplBase implements AutoCloseable {

    private static final int MAX_BYTES = 64 << 20;
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final OnnxModel model;
    private final Server server;
    private final int port;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger failing = new AtomicInteger();
    private volatile boolean silent;
    private volatile boolean ready = true;
    private volatile Consumer<ModelMetadataResponse.Builder> said = answer -> {};
    private volatile UnaryOperator<ModelInferResponse> given = UnaryOperator.identity();

    /** @param port 0: any */
    public ConformanceServer(Path unet, int port) throws IOException {
        this(unet, port, InsecureServerCredentials.create(), Optional.empty());
    }

    /** @param token that every call must bring; empty: none */
    ConformanceServer(Path unet, int port, ServerCredentials credentials, Optional<String> token) throws IOException {
        model = OnnxModel.open(unet, OnnxDevice.open(DeviceOptions.parse("cpu", 1, 0, false, unet)));
        server = Grpc.newServerBuilderForPort(port, credentials)
                .maxInboundMessageSize(MAX_BYTES)
                .addService(token.map(each -> ServerInterceptors.intercept(this, demanding(each)))
                        .orElseGet(this::bindService))
                .build()
                .start();
        this.port = server.getPort();
    }

    /** Serves a UNet until it is ended. Arguments: file, port. */
    public static void main(String[] arguments) throws Exception {
        try (ConformanceServer serving = new ConformanceServer(Path.of(arguments[0]), Integer.parseInt(arguments[1]))) {
            serving.server.awaitTermination();
        }
    }

    private static ServerInterceptor demanding(String token) {
        return new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                if (("Bearer " + token).equals(headers.get(AUTHORIZATION))) {
                    return next.startCall(call, headers);
                }
                call.close(Status.UNAUTHENTICATED, new Metadata());
                return new ServerCall.Listener<>() {};
            }
        };
    }

    RemoteModel address(Duration deadline) {
        return new RemoteModel(
                URI.create("grpc://localhost:" + port), Optional.empty(), Optional.empty(), "unet", "", deadline);
    }

    int port() {
        return port;
    }

    /** Calls of the network that have come. */
    int calls() {
        return calls.get();
    }

    void failNext(int times) {
        failing.set(times);
    }

    void keepSilent() {
        silent = true;
    }

    void becomeReady(boolean now) {
        ready = now;
    }

    void saying(Consumer<ModelMetadataResponse.Builder> change) {
        said = change;
    }

    void giving(UnaryOperator<ModelInferResponse> change) {
        given = change;
    }

    @Override
    public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> answers) {
        answer(answers, ServerReadyResponse.newBuilder().setReady(true).build());
    }

    @Override
    public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> answers) {
        answer(answers, ModelReadyResponse.newBuilder().setReady(ready).build());
    }

    @Override
    public void modelMetadata(ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> answers) {
        ModelMetadataResponse.Builder answer =
                ModelMetadataResponse.newBuilder().setName(request.getName());
        model.inputs().forEach(input -> answer.addInputs(described(input)));
        model.outputs().forEach(output -> answer.addOutputs(described(output)));
        said.accept(answer);
        answer(answers, answer.build());
    }

    @Override
    public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> answers) {
        calls.incrementAndGet();
        if (silent) {
            return;
        }
        if (failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            answers.onError(Status.UNAVAILABLE.asRuntimeException());
            return;
        }
        Optional<String> fault = fault(request);
        if (fault.isPresent()) {
            answers.onError(Status.INVALID_ARGUMENT.withDescription(fault.get()).asRuntimeException());
            return;
        }
        answer(answers, given.apply(computed(request)));
    }

    /** What a real server would refuse: tensors of another type than it has said, or of another size than their shape. */
    private Optional<String> fault(ModelInferRequest request) {
        for (int i = 0; i < request.getInputsCount(); i++) {
            TensorBuffer buffer = buffer(request.getInputs(i));
            if (!request.getInputs(i)
                            .getDatatype()
                            .equals(RemoteTensors.datatype(buffer.info().type()))
                    || request.getRawInputContents(i).size() != buffer.bytes()) {
                return Optional.of(buffer.name() + " is of another type or size");
            }
        }
        return Optional.empty();
    }

    private TensorBuffer buffer(ModelInferRequest.InferInputTensor tensor) {
        TensorBuffer buffer = new TensorBuffer(model.inputs().stream()
                .filter(info -> info.name().equals(tensor.getName()))
                .findFirst()
                .orElseThrow());
        buffer.shape(tensor.getShapeList().stream().mapToLong(size -> size).toArray());
        return buffer;
    }

    private synchronized ModelInferResponse computed(ModelInferRequest request) {
        List<TensorBuffer> in = new ArrayList<>();
        for (int i = 0; i < request.getInputsCount(); i++) {
            TensorBuffer buffer = buffer(request.getInputs(i));
            buffer.writeRaw(0, request.getRawInputContents(i).toByteArray());
            in.add(buffer);
        }
        // A UNet's prediction is as large as its latents.
        TensorBuffer out = new TensorBuffer(model.outputs().get(0));
        out.shape(in.get(0).dimensions());
        model.run(in, List.of(out));
        ModelInferResponse.Builder answer = ModelInferResponse.newBuilder().setModelName(request.getModelName());
        ModelInferResponse.InferOutputTensor.Builder tensor = answer.addOutputsBuilder()
                .setName(out.name())
                .setDatatype(RemoteTensors.datatype(out.info().type()));
        request.getInputs(0).getShapeList().forEach(tensor::addShape);
        return answer.addRawOutputContents(ByteString.copyFrom(out.readRaw(0, out.size())))
                .build();
    }

    private static ModelMetadataResponse.TensorMetadata described(TensorInfo info) {
        return ModelMetadataResponse.TensorMetadata.newBuilder()
                .setName(info.name())
                .setDatatype(RemoteTensors.datatype(info.type()))
                .addAllShape(info.shape())
                .build();
    }

    private static <T> void answer(StreamObserver<T> answers, T answer) {
        answers.onNext(answer);
        answers.onCompleted();
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        model.close();
    }
}
