package org.speakdraw.inference.remote;

import inference.GRPCInferenceServiceGrpc;
import inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/** A connection to a model server, which is made when it is first needed and again when it has broken. Thread-safe. */
final class ModelServer implements AutoCloseable {

    /** A call has no effects, so it may be made once more when the connection breaks, within its deadline. */
    private static final Map<String, ?> ONE_RETRY = Map.of(
            "methodConfig",
            List.of(Map.of(
                    "name",
                    List.of(Map.of("service", GRPCInferenceServiceGrpc.SERVICE_NAME)),
                    "retryPolicy",
                    Map.of(
                            "maxAttempts",
                            2.0,
                            "initialBackoff",
                            "0.1s",
                            "maxBackoff",
                            "0.1s",
                            "backoffMultiplier",
                            1.0,
                            "retryableStatusCodes",
                            List.of("UNAVAILABLE")))));

    private final RemoteModel model;
    private final ManagedChannel channel;
    private final GRPCInferenceServiceBlockingStub calls;

    /**
     * @param maxMessageBytes that are kept for the case that a call is made once more
     * @throws InferenceException {@code device-unavailable} if the CA file cannot be used
     */
    ModelServer(RemoteModel model, int maxMessageBytes) {
        this.model = model;
        channel = channel(maxMessageBytes);
        Metadata headers = new Metadata();
        model.token()
                .ifPresent(token -> headers.put(
                        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token));
        calls = GRPCInferenceServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private ManagedChannel channel(int maxMessageBytes) {
        ChannelCredentials credentials = credentials();
        try {
            return Grpc.newChannelBuilderForAddress(
                            model.server().getHost(), model.server().getPort(), credentials)
                    .disableServiceConfigLookUp()
                    .defaultServiceConfig(ONE_RETRY)
                    .enableRetry()
                    .perRpcBufferLimit(maxMessageBytes)
                    .retryBufferSize(maxMessageBytes)
                    .maxInboundMetadataSize(16_384)
                    .build();
        } catch (RuntimeException e) {
            // The CA file is looked into only here.
            throw new InferenceException(
                    InferenceError.DEVICE_UNAVAILABLE,
                    "the connection to " + model.server() + " cannot be prepared: " + e.getMessage(),
                    e);
        }
    }

    private ChannelCredentials credentials() {
        if (!model.tls()) {
            return InsecureChannelCredentials.create();
        }
        TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder();
        try {
            if (model.caFile().isPresent()) {
                tls.trustManager(model.caFile().get().toFile());
            }
        } catch (IOException e) {
            throw new InferenceException(
                    InferenceError.DEVICE_UNAVAILABLE,
                    "the CA file " + model.caFile().get() + " cannot be read: " + e.getMessage(),
                    e);
        }
        return tls.build();
    }

    /**
     * What makes one call, within the model's deadline.
     *
     * @param maxAnswerBytes of the answer; a longer one is not read
     */
    GRPCInferenceServiceBlockingStub call(int maxAnswerBytes) {
        return calls.withDeadlineAfter(model.deadline().toNanos(), TimeUnit.NANOSECONDS)
                .withMaxInboundMessageSize(maxAnswerBytes);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
