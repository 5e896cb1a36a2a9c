package org.speakdraw.app.classic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.settings.Parameters;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.stream.frames.FrameTag;
import org.speakdraw.app.stream.frames.InputFrame;
import org.speakdraw.app.stream.session.DisconnectReason;
import org.speakdraw.app.stream.session.LiveSession;
import org.speakdraw.app.stream.session.LiveSessions;
import org.speakdraw.app.stream.session.SessionIds;
import org.speakdraw.app.stream.wire.Handshake;
import org.speakdraw.app.stream.wire.IncomingMessages;
import org.speakdraw.app.stream.wire.MessageMemory;
import org.speakdraw.app.stream.wire.MessageRate;
import org.speakdraw.inference.ErrorCode;
import org.speakdraw.inference.SpeakDrawException;

/**
 * {@code /api/ws/{uuid}}: for each {@code send_frame} the client sends {@code {"status":"next_frame"}}, its parameters,
 * and a JPEG. One instance a connection; the session ends with it.
 */
@ServerEndpoint("/api/ws/{uuid}")
public class ClassicEndpoint {

    private final LiveSessions sessions;
    private final ClassicWishes wishes;
    private final StreamLimits limits;
    private final MessageMemory memory;
    private @Nullable Connection connection;

    @Inject
    public ClassicEndpoint(LiveSessions sessions, ClassicWishes wishes, StreamLimits limits, MessageMemory memory) {
        this.sessions = sessions;
        this.wishes = wishes;
        this.limits = limits;
        this.memory = memory;
    }

    @OnOpen
    public void open(Session socket, @PathParam("uuid") String id) {
        ClassicPeer newcomer = new ClassicPeer(socket, limits);
        if (!limits.classicEnabled()) {
            newcomer.turnAway("The classic protocol is switched off");
            return;
        }
        Handshake handshake = Handshake.of(socket.getUserPrincipal());
        if (!handshake.originAllowed()) {
            refused(ApiError.ORIGIN_REFUSED, handshake);
            newcomer.close(DisconnectReason.FOREIGN_ORIGIN);
            return;
        }
        try {
            LiveSession opened = sessions.openClassic(SessionIds.parse(id), handshake.address());
            connection = new Connection(opened, newcomer);
            opened.attach(newcomer, false);
            newcomer.begin(opened.output());
            opened.begin(newcomer);
        } catch (SpeakDrawException e) {
            refused(e.code(), handshake);
            newcomer.turnAway(
                    e.code() == ApiError.SERVER_FULL
                            ? "Server is full"
                            : Problem.of(e).detail());
        }
    }

    private static void refused(ErrorCode reason, Handshake handshake) {
        AuditLog.refused(Optional.empty(), AuditLog.Subject.SESSION, reason, handshake.address());
    }

    @OnMessage
    public void message(String part, boolean last) {
        if (connection != null) {
            connection.incoming.text(part, last);
        }
    }

    @OnMessage
    public void frame(ByteBuffer part, boolean last) {
        if (connection != null) {
            connection.incoming.binary(part, last);
        }
    }

    @OnMessage
    public void pong(PongMessage pong) {
        if (connection != null) {
            connection.incoming.pong();
        }
    }

    @OnClose
    public void closed() {
        if (connection != null) {
            connection.share.close();
            connection.peer.closed();
            connection.incoming.end();
            sessions.end(connection.session, DisconnectReason.DELETED);
        }
    }

    /** A broken connection is no event worth a stack trace; {@link #closed} follows. */
    @OnError
    public void failed(Throwable error) {
        System.getLogger(ClassicEndpoint.class.getName()).log(System.Logger.Level.DEBUG, "A socket failed", error);
    }

    /** A client that has a session. */
    private final class Connection implements IncomingMessages.Receiver {
        private final LiveSession session;
        private final ClassicPeer peer;
        private final MessageMemory.Share share;
        private final IncomingMessages incoming;
        private final MessageRate rate = MessageRate.ofSliders();
        private long sequence;

        Connection(LiveSession session, ClassicPeer peer) {
            this.session = session;
            this.peer = peer;
            this.share = memory.share(session);
            this.incoming =
                    new IncomingMessages(peer, limits.maxFrameBytes(), share::fits, limits.maxTextBytes(), this);
        }

        @Override
        public void text(String text) {
            ObjectNode message = Json.read(text, ObjectNode.class, ApiError.MESSAGE_INVALID);
            if (message.path("status").isTextual()) {
                // next_frame announces what follows; nothing depends on it.
                return;
            }
            boolean asksForMode = message.size() == 1 && message.has(Parameters.MODE.id());
            ObjectNode changes = asksForMode ? message : wishes.changes(session, message);
            if (changes.isEmpty() || !rate.take()) {
                return;
            }
            sessions.change(session, changes);
            if (asksForMode) {
                peer.modeChanged(session.settings().mode());
            }
        }

        @Override
        public void binary(byte[] jpeg) {
            if (jpeg.length == 0) {
                peer.askAgain();
                return;
            }
            long now = System.nanoTime();
            peer.frameArrived();
            session.offer(new InputFrame(new FrameTag(++sequence, now / 1000, now), 0, jpeg, 0));
        }

        @Override
        public void refused(SpeakDrawException reason) {
            if (reason.code() == ApiError.MESSAGE_TOO_LARGE) {
                peer.turnAway(Problem.of(reason).detail());
            } else {
                peer.refused(Problem.of(reason));
            }
        }
    }
}
