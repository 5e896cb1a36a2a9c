package org.speakdraw.app.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.inference.SpeakDrawException;

/** What a client sends, put together from its parts; the socket itself does nothing. */
class IncomingMessagesTest {

    private static final int MAX_BYTES = 10;

    private final List<String> log = new ArrayList<>();
    private final Peer peer = new Peer();
    private Consumer<String> work = text -> log.add("text " + text);
    private int room = MAX_BYTES;
    private final IncomingMessages incoming =
            new IncomingMessages(peer, MAX_BYTES, bytes -> bytes <= room, MAX_BYTES, new IncomingMessages.Receiver() {
                @Override
                public void binary(byte[] message) {
                    log.add("binary " + message.length);
                }

                @Override
                public void text(String message) {
                    work.accept(message);
                }

                @Override
                public void refused(SpeakDrawException reason) {
                    log.add("refused " + reason.code().id());
                }
            });

    /** A peer that says nothing. */
    private static final class Peer extends WebSocketPeer {

        Peer() {
            super(socket(), TestStreams.LIMITS.idleTimeout(), TestStreams.LIMITS.pingInterval());
        }

        @Override
        protected Optional<String> nextText() {
            return Optional.empty();
        }
    }

    @Test
    void putsMessagesTogether() {
        incoming.text("ab", false);
        incoming.text("cd", true);
        incoming.binary(ByteBuffer.allocate(4), false);
        incoming.binary(ByteBuffer.allocate(3), true);
        incoming.text("ef", true);
        assertThat(log).containsExactly("text abcd", "binary 7", "text ef");
    }

    @Test
    void refusesAMessageBeforeItIsTooLargeToHold() {
        incoming.text("0123456789", false);
        assertThat(log).isEmpty();
        incoming.text("x", false);
        incoming.binary(ByteBuffer.allocate(MAX_BYTES + 1), true);
        assertThat(log).containsExactly("refused message-too-large", "refused message-too-large");
    }

    @Test
    void letsGoOfWhatHasComeAtTheEnd() {
        incoming.text("ab", false);
        incoming.binary(ByteBuffer.allocate(4), false);
        incoming.end();
        incoming.text("c", true);
        incoming.binary(ByteBuffer.allocate(1), true);
        assertThat(log).containsExactly("text c", "binary 1");
    }

    @Test
    void refusesAMessageThatThereIsNoMemoryFor() {
        room = 5;
        incoming.binary(ByteBuffer.allocate(5), false);
        assertThat(log).isEmpty();
        incoming.binary(ByteBuffer.allocate(1), false);
        assertThat(log).containsExactly("refused message-too-large");
    }

    @Test
    void noMessageEndsTheReader() {
        work = text -> {
            throw new StackOverflowError();
        };
        incoming.text("a", true);
        work = text -> {
            throw new IllegalStateException("a bug");
        };
        incoming.text("b", true);
        work = text -> ClientMessage.parse(text);
        incoming.text("{\"a\":", true);
        work = text -> log.add("text " + text);
        incoming.text("c", true);
        assertThat(log).containsExactly("refused internal", "refused internal", "refused message-invalid", "text c");
    }

    @Test
    void ignoresWhatComesOnceTheServerHangsUp() {
        peer.leave(new jakarta.websocket.CloseReason(jakarta.websocket.CloseReason.CloseCodes.GOING_AWAY, ""));
        incoming.text("a", true);
        incoming.binary(ByteBuffer.allocate(1), true);
        incoming.pong();
        assertThat(log).isEmpty();
    }

    /** Answers every question with nothing. */
    private static Session socket() {
        RemoteEndpoint.Async remote = proxy(RemoteEndpoint.Async.class, null);
        return proxy(Session.class, remote);
    }

    private static <T> T proxy(Class<T> type, @Nullable Object remote) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> method.getName().equals("getAsyncRemote") ? remote : null));
    }
}
