package org.speakdraw.app.stream.wire;

import java.nio.ByteBuffer;
import java.util.function.IntPredicate;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.inference.SpeakDrawException;

/**
 * What comes in over one socket, put together from its parts within the limits; nothing of it counts any more once the
 * server is hanging up. One connection's; the container hands over parts on one thread at a time.
 */
public final class IncomingMessages {

    private static final System.Logger LOG = System.getLogger(IncomingMessages.class.getName());

    private final WebSocketPeer peer;
    private final Receiver receiver;
    private final PartialMessage binary;
    private final PartialText text;

    /** What is done with whole messages. Both may refuse one with a {@link SpeakDrawException}. */
    public interface Receiver {

        /** A whole binary message. */
        void binary(byte[] message);

        /** A whole text message. */
        void text(String message);

        /** A message was refused; {@code message-too-large} leaves the connection unusable. */
        void refused(SpeakDrawException reason);
    }

    /**
     * For small messages.
     *
     * @param maxBinaryBytes of a binary message
     * @param maxTextLength  of a text message
     */
    public IncomingMessages(WebSocketPeer peer, int maxBinaryBytes, int maxTextLength, Receiver receiver) {
        this(peer, maxBinaryBytes, bytes -> true, maxTextLength, receiver);
    }

    /**
     * The same for large ones.
     *
     * @param room whether there is memory for a binary message of so many bytes
     */
    public IncomingMessages(
            WebSocketPeer peer, int maxBinaryBytes, IntPredicate room, int maxTextLength, Receiver receiver) {
        this.peer = peer;
        this.receiver = receiver;
        this.binary = new PartialMessage(maxBinaryBytes, room);
        this.text = new PartialText(maxTextLength);
    }

    /** A part of a binary message. */
    public void binary(ByteBuffer part, boolean last) {
        take(() -> binary.add(part, last).ifPresent(receiver::binary));
    }

    /** A part of a text message. */
    public void text(String part, boolean last) {
        take(() -> text.add(part, last).ifPresent(receiver::text));
    }

    /**
     * The socket is closed: what came of a message is let go, also where the client leaves its connection open. Called on
     * whichever thread closes; a part that comes at that moment is let go with the connection.
     */
    public void end() {
        binary.drop();
        text.drop();
    }

    /** The answer to a ping. */
    public void pong() {
        peer.heard();
    }

    private void take(Runnable part) {
        if (peer.leaving()) {
            return;
        }
        peer.heard();
        try {
            part.run();
        } catch (SpeakDrawException e) {
            receiver.refused(e);
        } catch (Throwable e) {
            // Ours to mend, but no message may end the reader of a socket.
            LOG.log(System.Logger.Level.ERROR, "A message could not be dealt with", e);
            receiver.refused(new RequestException(ApiError.INTERNAL, "The message could not be dealt with.", e));
        }
    }
}
