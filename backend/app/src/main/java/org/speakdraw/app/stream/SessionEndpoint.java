package org.speakdraw.app.stream;

import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.stream.SessionPeer.Farewell;
import org.speakdraw.inference.SpeakDrawException;

/** A session's socket, as {@code PROTOCOL.md} describes it. One instance a connection. */
@ServerEndpoint("/ws/sessions/{id}")
public class SessionEndpoint {

    private final LiveSessions sessions;
    private final SettingsSchema schema;
    private final StreamLimits limits;
    private final NoticeBoard notices;
    private final PartialMessage binary;
    private final PartialText text;
    private @Nullable LiveSession session;
    private @Nullable SocketPeer peer;

    @Inject
    public SessionEndpoint(LiveSessions sessions, SettingsSchema schema, StreamLimits limits, NoticeBoard notices) {
        this.sessions = sessions;
        this.schema = schema;
        this.limits = limits;
        this.notices = notices;
        this.binary = new PartialMessage(FrameHeader.BYTES + limits.maxFrameBytes());
        this.text = new PartialText(limits.maxTextBytes());
    }

    @OnOpen
    public void open(Session socket, @PathParam("id") String id) {
        SocketPeer newcomer = new SocketPeer(socket, schema, limits);
        peer = newcomer;
        Handshake handshake = Handshake.of(socket.getUserPrincipal());
        if (!handshake.originAllowed()) {
            newcomer.close(Farewell.FOREIGN_ORIGIN);
            return;
        }
        try {
            LiveSession found = sessions.require(SessionIds.parse(id), handshake.credentials());
            boolean takeover = socket.getRequestParameterMap()
                    .getOrDefault("takeover", List.of())
                    .contains("1");
            if (!found.attach(newcomer, takeover)) {
                newcomer.close(Farewell.BUSY);
                return;
            }
            session = found;
            newcomer.welcome(found);
            newcomer.credit(limits.initialCredit());
            notices.standing().ifPresent(newcomer::notice);
        } catch (SpeakDrawException e) {
            newcomer.close(Farewell.UNKNOWN);
        }
    }

    @OnMessage
    public void frame(ByteBuffer part, boolean last) {
        LiveSession attached = session;
        SocketPeer connected = peer;
        if (attached == null || connected == null || connected.leaving()) {
            return;
        }
        connected.heard();
        try {
            binary.add(part, last).ifPresent(message -> {
                FrameHeader header = FrameHeader.readInput(message);
                FrameTag tag = new FrameTag(header.sequence(), header.captureMicros(), System.nanoTime());
                attached.offer(new InputFrame(tag, message, FrameHeader.BYTES));
            });
        } catch (RequestException e) {
            refuse(connected, e);
        }
    }

    @OnMessage
    public void message(String part, boolean last) {
        LiveSession attached = session;
        SocketPeer connected = peer;
        if (attached == null || connected == null || connected.leaving()) {
            return;
        }
        connected.heard();
        try {
            text.add(part, last).ifPresent(message -> handle(attached, connected, ClientMessage.parse(message)));
        } catch (SpeakDrawException e) {
            refuse(connected, e);
        }
    }

    private void handle(LiveSession attached, SocketPeer connected, ClientMessage message) {
        // A switch over the sealed type would need a later Java; the type test keeps it on 17.
        if (message instanceof ClientMessage.ChangeSettings change) {
            sessions.change(attached, change.values());
        } else if (message instanceof ClientMessage.ChangePrompt change) {
            sessions.change(attached, change.prompt());
        } else if (message instanceof ClientMessage.Shown shown) {
            connected.acknowledge(shown.sequence());
        } else if (message instanceof ClientMessage.Ping ping) {
            connected.pong(ping.id());
        }
    }

    private static void refuse(SocketPeer connected, SpeakDrawException reason) {
        Problem problem = Problem.of(reason);
        if (problem.code().equals("message-too-large")) {
            connected.close(problem, CloseReason.CloseCodes.TOO_BIG);
        } else {
            connected.refused(problem);
        }
    }

    @OnMessage
    public void pong(PongMessage pong) {
        if (peer != null) {
            peer.heard();
        }
    }

    @OnClose
    public void closed() {
        if (peer != null && session != null) {
            session.detach(peer);
        }
        if (peer != null) {
            peer.closed();
        }
    }

    /** A broken connection is no event worth a stack trace; {@link #closed} follows. */
    @OnError
    public void failed(Throwable error) {
        System.getLogger(SessionEndpoint.class.getName()).log(System.Logger.Level.DEBUG, "A socket failed", error);
    }
}
