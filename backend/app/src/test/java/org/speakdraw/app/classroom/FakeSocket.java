package org.speakdraw.app.classroom;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.stream.TestStreams;

/** A page's socket that takes everything at once, or, when it is {@link #stuck}, nothing more after the first message. */
final class FakeSocket {

    final List<ObjectNode> texts = new ArrayList<>();
    final List<byte[]> pictures = new ArrayList<>();
    final RoomPeer peer;
    boolean stuck;
    Optional<CloseReason> closed = Optional.empty();
    private final List<SendHandler> waiting = new ArrayList<>();

    FakeSocket(RoomRole role, Optional<UUID> participant) {
        RemoteEndpoint.Async remote = fake(RemoteEndpoint.Async.class, (proxy, method, args) -> {
            if (method.getName().equals("sendText")) {
                texts.add(Json.read((String) args[0], ObjectNode.class, ApiError.INTERNAL));
                sent((SendHandler) args[1]);
            } else if (method.getName().equals("sendBinary")) {
                byte[] bytes = new byte[((ByteBuffer) args[0]).remaining()];
                ((ByteBuffer) args[0]).get(bytes);
                pictures.add(bytes);
                sent((SendHandler) args[1]);
            }
            return null;
        });
        Session socket = fake(Session.class, (proxy, method, args) -> {
            if (method.getName().equals("close")) {
                closed = Optional.of((CloseReason) args[0]);
            }
            return method.getName().equals("getAsyncRemote") ? remote : null;
        });
        peer = new RoomPeer(socket, role, participant, TestStreams.LIMITS);
    }

    private void sent(SendHandler handler) {
        if (stuck) {
            waiting.add(handler);
        } else {
            handler.onResult(new SendResult());
        }
    }

    /** It takes messages again. */
    void goOn() {
        stuck = false;
        List<SendHandler> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(handler -> handler.onResult(new SendResult()));
    }

    /** The last message of a type. */
    ObjectNode last(String type) {
        return texts.stream()
                .filter(text -> text.path("type").asText().equals(type))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new AssertionError("no " + type + " in " + texts));
    }

    int closeCode() {
        return closed.orElseThrow().getCloseCode().getCode();
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(FakeSocket.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
