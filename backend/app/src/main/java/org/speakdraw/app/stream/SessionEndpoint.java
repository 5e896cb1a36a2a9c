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
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.speech.LiveSpeech;
import org.speakdraw.app.speech.SpeechService;
import org.speakdraw.app.stream.SessionPeer.Farewell;
import org.speakdraw.inference.SpeakDrawException;

/** A session's socket, as {@code docs/protocol.md} describes it. One instance a connection. */
@ServerEndpoint("/ws/sessions/{id}")
public class SessionEndpoint {

    private final LiveSessions sessions;
    private final SettingsSchema schema;
    private final StreamLimits limits;
    private final NoticeBoard notices;
    private final SpeechService speech;
    private @Nullable Connection connection;

    @Inject
    public SessionEndpoint(
            LiveSessions sessions,
            SettingsSchema schema,
            StreamLimits limits,
            NoticeBoard notices,
            SpeechService speech) {
        this.sessions = sessions;
        this.schema = schema;
        this.limits = limits;
        this.notices = notices;
        this.speech = speech;
    }

    @OnOpen
    public void open(Session socket, @PathParam("id") String id) {
        SocketPeer newcomer = new SocketPeer(socket, schema, limits);
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
            connection = new Connection(found, newcomer);
            newcomer.welcome(found);
            found.begin(newcomer);
            notices.standing().ifPresent(newcomer::notice);
        } catch (SpeakDrawException e) {
            newcomer.close(Farewell.UNKNOWN);
        }
    }

    @OnMessage
    public void frame(ByteBuffer part, boolean last) {
        if (connection != null) {
            connection.incoming.binary(part, last);
        }
    }

    @OnMessage
    public void message(String part, boolean last) {
        if (connection != null) {
            connection.incoming.text(part, last);
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
            connection.session.detach(connection.peer);
            connection.peer.closed();
            connection.live.close();
        }
    }

    /** A broken connection is no event worth a stack trace; {@link #closed} follows. */
    @OnError
    public void failed(Throwable error) {
        System.getLogger(SessionEndpoint.class.getName()).log(System.Logger.Level.DEBUG, "A socket failed", error);
    }

    /** A client that was let in. */
    private final class Connection implements IncomingMessages.Receiver, LiveSpeech.Listener {
        private final LiveSession session;
        private final SocketPeer peer;
        private final IncomingMessages incoming;
        private final LiveSpeech live;

        Connection(LiveSession session, SocketPeer peer) {
            this.session = session;
            this.peer = peer;
            this.incoming =
                    new IncomingMessages(peer, FrameHeader.BYTES + limits.maxFrameBytes(), limits.maxTextBytes(), this);
            this.live = speech.open(this);
        }

        @Override
        public void binary(byte[] message) {
            FrameHeader header = FrameHeader.readInput(message);
            if (header.kind() == FrameHeader.SPEECH) {
                live.sound(message, FrameHeader.BYTES);
                return;
            }
            FrameTag tag = new FrameTag(header.sequence(), header.captureMicros(), System.nanoTime());
            session.offer(new InputFrame(tag, header.source(), message, FrameHeader.BYTES));
        }

        @Override
        public void text(String text) {
            ClientMessage message = ClientMessage.parse(text);
            if (message instanceof ClientMessage.ChangeSettings change) {
                sessions.change(session, change.values());
            } else if (message instanceof ClientMessage.ChangePrompt change) {
                sessions.change(session, change.prompt());
            } else if (message instanceof ClientMessage.Shown shown) {
                peer.acknowledge(shown.sequence());
            } else if (message instanceof ClientMessage.Ping ping) {
                peer.pong(ping.id());
            } else if (message instanceof ClientMessage.StartSpeech start) {
                live.start(start.utterance(), start.language(), start.task());
            } else if (message instanceof ClientMessage.EndSpeech end) {
                live.end(end.utterance(), end.samples());
            } else if (message instanceof ClientMessage.PauseSpeech pause) {
                live.pause(pause.utterance(), pause.samples());
            } else if (message instanceof ClientMessage.CancelSpeech cancel) {
                live.cancel(cancel.utterance());
            }
        }

        @Override
        public void understood(LiveSpeech.Understood text) {
            peer.understood(text);
        }

        @Override
        public void speechRefused(SpeakDrawException reason) {
            peer.refused(Problem.of(reason));
        }

        @Override
        public void refused(SpeakDrawException reason) {
            Problem problem = Problem.of(reason);
            if (problem.code() == ApiError.MESSAGE_TOO_LARGE) {
                peer.close(problem, CloseReason.CloseCodes.TOO_BIG);
            } else {
                peer.refused(problem);
            }
        }
    }
}
