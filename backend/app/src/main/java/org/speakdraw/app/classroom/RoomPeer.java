package org.speakdraw.app.classroom;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.stream.session.DisconnectReason;
import org.speakdraw.app.stream.wire.WebSocketPeer;

/**
 * Somebody's page in the room. Texts wait in a short queue; of pictures the newest of each student waits, and all that
 * wait go out together, so a slow client gets fewer and never old ones. Thread-safe.
 */
final class RoomPeer extends WebSocketPeer {

    private static final int MAX_WAITING_TEXTS = 64;

    private final RoomRole role;
    private final Optional<UUID> participant;
    private final Deque<RoomMessage> texts = new ArrayDeque<>();
    /** By kinds and seats. */
    private final Map<PictureKind, Map<Integer, byte[]>> pictures = new EnumMap<>(PictureKind.class);
    /** The seat that this teacher looks at; guarded by the room. */
    private OptionalInt looking = OptionalInt.empty();
    /** The picture that went out large last; guarded by the room. */
    private byte @Nullable [] shown;
    /** What was said last about the seat; guarded by the room. */
    private RoomMessage.@Nullable LookedAt said;

    RoomPeer(Session socket, RoomRole role, Optional<UUID> participant, StreamLimits limits) {
        super(socket, limits.idleTimeout(), limits.pingInterval());
        this.role = role;
        this.participant = participant;
    }

    RoomRole role() {
        return role;
    }

    Optional<UUID> participant() {
        return participant;
    }

    OptionalInt looking() {
        return looking;
    }

    void look(OptionalInt seat) {
        looking = seat;
        shown = null;
        said = null;
    }

    /** Says something; a client that does not read what it is told is let go. */
    synchronized void send(RoomMessage message) {
        if (leaving()) {
            return;
        }
        texts.removeIf(message::replaces);
        if (texts.size() >= MAX_WAITING_TEXTS) {
            abandon(reason(RoomClosing.IDLE));
            return;
        }
        texts.add(message);
        pump();
    }

    /** Says how something stands, unless that was said last. Called with the room's monitor held. */
    void sendIfNew(RoomMessage.LookedAt message) {
        if (!message.equals(said)) {
            said = message;
            send(message);
        }
    }

    /** Shows pictures by their seats, in place of those that still wait. */
    synchronized void show(PictureKind kind, Map<Integer, byte[]> newer) {
        pictures.computeIfAbsent(kind, none -> new LinkedHashMap<>()).putAll(newer);
        pump();
    }

    /** Shows a picture in large, unless it is the one that was shown last. Called with the room's monitor held. */
    void showLarge(int seat, byte[] jpeg) {
        if (jpeg == shown) {
            return;
        }
        shown = jpeg;
        synchronized (this) {
            pictures.remove(PictureKind.LARGE);
            show(PictureKind.LARGE, Map.of(seat, jpeg));
        }
    }

    @Override
    protected Optional<String> nextText() {
        return Optional.ofNullable(texts.poll()).map(Json::write);
    }

    @Override
    protected Optional<ByteBuffer> nextBinary() {
        for (Map.Entry<PictureKind, Map<Integer, byte[]>> waiting : pictures.entrySet()) {
            if (!waiting.getValue().isEmpty()) {
                ByteBuffer message = RoomPictures.write(waiting.getKey(), waiting.getValue());
                waiting.getValue().clear();
                return Optional.of(message);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close(DisconnectReason reason) {
        close(reason == DisconnectReason.SHUTDOWN ? RoomClosing.SHUTDOWN : RoomClosing.IDLE);
    }

    /** Says why and hangs up. */
    synchronized void close(RoomClosing closing) {
        if (!leaving()) {
            texts.add(closing.message());
            leave(reason(closing));
        }
    }

    private static CloseReason reason(RoomClosing closing) {
        return new CloseReason(
                CloseReason.CloseCodes.getCloseCode(closing.code()),
                closing.error().id());
    }
}
