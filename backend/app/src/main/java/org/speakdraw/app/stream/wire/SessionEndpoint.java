package org.speakdraw.app.stream.wire;

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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.speech.SpeechService;
import org.speakdraw.app.stream.session.DisconnectReason;
import org.speakdraw.app.stream.session.LiveSession;
import org.speakdraw.app.stream.session.LiveSessions;
import org.speakdraw.app.stream.session.NoticeBoard;
import org.speakdraw.app.stream.session.SessionIds;
import org.speakdraw.inference.SpeakDrawException;

/** A session's socket, as {@code docs/protocol.md} describes it. One instance a connection. */
@ServerEndpoint("/ws/sessions/{id}")
public class SessionEndpoint {

    private final LiveSessions sessions;
    private final SettingsSchema schema;
    private final StreamLimits limits;
    private final NoticeBoard notices;
    private final SpeechService speech;
    private final MessageMemory memory;
    private @Nullable SessionConversation conversation;

    @Inject
    public SessionEndpoint(
            LiveSessions sessions,
            SettingsSchema schema,
            StreamLimits limits,
            NoticeBoard notices,
            SpeechService speech,
            MessageMemory memory) {
        this.sessions = sessions;
        this.schema = schema;
        this.limits = limits;
        this.notices = notices;
        this.speech = speech;
        this.memory = memory;
    }

    @OnOpen
    public void open(Session socket, @PathParam("id") String id) {
        SocketPeer newcomer = new SocketPeer(socket, schema, limits);
        Handshake handshake = Handshake.of(socket.getUserPrincipal());
        if (!handshake.originAllowed()) {
            refuse(newcomer, DisconnectReason.FOREIGN_ORIGIN, handshake);
            return;
        }
        try {
            LiveSession found = sessions.require(SessionIds.parse(id), handshake.credentials());
            boolean takeover = socket.getRequestParameterMap()
                    .getOrDefault("takeover", List.of())
                    .contains("1");
            if (!found.attach(newcomer, takeover)) {
                refuse(newcomer, DisconnectReason.BUSY, handshake);
                return;
            }
            conversation = new SessionConversation(sessions, found, newcomer, speech, limits, memory);
            newcomer.welcome(found);
            found.begin(newcomer);
            notices.standing().ifPresent(newcomer::notice);
        } catch (SpeakDrawException e) {
            refuse(newcomer, DisconnectReason.UNKNOWN, handshake);
        }
    }

    private static void refuse(SocketPeer newcomer, DisconnectReason reason, Handshake handshake) {
        AuditLog.refused(Optional.empty(), AuditLog.Subject.SESSION, reason.reason(), handshake.address());
        newcomer.close(reason);
    }

    @OnMessage
    public void frame(ByteBuffer part, boolean last) {
        if (conversation != null) {
            conversation.incoming().binary(part, last);
        }
    }

    @OnMessage
    public void message(String part, boolean last) {
        if (conversation != null) {
            conversation.incoming().text(part, last);
        }
    }

    @OnMessage
    public void pong(PongMessage pong) {
        if (conversation != null) {
            conversation.incoming().pong();
        }
    }

    @OnClose
    public void closed() {
        if (conversation != null) {
            conversation.end();
        }
    }

    /** A broken connection is no event worth a stack trace; {@link #closed} follows. */
    @OnError
    public void failed(Throwable error) {
        System.getLogger(SessionEndpoint.class.getName()).log(System.Logger.Level.DEBUG, "A socket failed", error);
    }
}
