package org.speakdraw.app.classic;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.JsonText;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.stream.FrameTag;
import org.speakdraw.app.stream.Handshake;
import org.speakdraw.app.stream.InputFrame;
import org.speakdraw.app.stream.LiveSession;
import org.speakdraw.app.stream.LiveSessions;
import org.speakdraw.app.stream.PartialMessage;
import org.speakdraw.app.stream.PartialText;
import org.speakdraw.app.stream.SessionIds;
import org.speakdraw.app.stream.SessionPeer.Farewell;
import org.speakdraw.inference.SpeakDrawException;

/**
 * {@code /api/ws/{uuid}}: for each {@code send_frame} the client sends {@code {"status":"next_frame"}}, its parameters, and
 * a JPEG. One instance a connection; the session ends with it.
 */
@ServerEndpoint("/api/ws/{uuid}")
public class ClassicEndpoint {

    private final LiveSessions sessions;
    private final SettingsSchema schema;
    private final StreamLimits limits;
    private final PartialMessage binary;
    private final PartialText text;
    private final AtomicLong sequence = new AtomicLong();
    private @Nullable LiveSession session;
    private @Nullable ClassicPeer peer;

    @Inject
    public ClassicEndpoint(LiveSessions sessions, SettingsSchema schema, StreamLimits limits) {
        this.sessions = sessions;
        this.schema = schema;
        this.limits = limits;
        this.binary = new PartialMessage(limits.maxFrameBytes());
        this.text = new PartialText(limits.maxTextBytes());
    }

    @OnOpen
    public void open(Session socket, @PathParam("uuid") String id) {
        ClassicPeer newcomer = new ClassicPeer(socket, limits.idleTimeout());
        peer = newcomer;
        if (!limits.classicEnabled()) {
            newcomer.turnAway("The classic protocol is switched off");
            return;
        }
        if (!Handshake.of(socket.getUserPrincipal()).originAllowed()) {
            newcomer.close(Farewell.FOREIGN_ORIGIN);
            return;
        }
        try {
            LiveSession opened = sessions.openClassic(SessionIds.parse(id));
            session = opened;
            opened.attach(newcomer, false);
            newcomer.begin(opened.output(), limits.initialCredit());
        } catch (SpeakDrawException e) {
            newcomer.turnAway(
                    e.code().equals("server-full")
                            ? "Server is full"
                            : Problem.of(e).detail());
        }
    }

    @OnMessage
    public void message(String part, boolean last) {
        ClassicPeer connected = peer;
        LiveSession opened = session;
        if (connected == null || opened == null || connected.leaving()) {
            return;
        }
        connected.heard();
        try {
            text.add(part, last)
                    .ifPresent(message -> handle(opened, connected, JsonText.readObject(message, "message-invalid")));
        } catch (SpeakDrawException e) {
            refuse(connected, e);
        }
    }

    private void handle(LiveSession opened, ClassicPeer connected, JsonObject message) {
        if (message.get("status") instanceof JsonString) {
            // next_frame announces what follows; nothing depends on it.
            return;
        }
        JsonObject known = onlyKnown(message);
        if (known.isEmpty()) {
            return;
        }
        sessions.change(opened, known);
        if (message.size() == 1 && message.containsKey("mode")) {
            connected.modeChanged(opened.settings().mode());
        }
    }

    /** Front ends send parameters of other servers along; theirs would have ignored them too. */
    private JsonObject onlyKnown(JsonObject message) {
        JsonObjectBuilder known = Json.createObjectBuilder();
        message.forEach((id, value) -> {
            if (schema.knows(id)) {
                known.add(id, value);
            }
        });
        return known.build();
    }

    @OnMessage
    public void frame(ByteBuffer part, boolean last) {
        ClassicPeer connected = peer;
        LiveSession opened = session;
        if (connected == null || opened == null || connected.leaving()) {
            return;
        }
        connected.heard();
        try {
            binary.add(part, last).ifPresent(jpeg -> {
                if (jpeg.length == 0) {
                    connected.askAgain();
                    return;
                }
                long now = System.nanoTime();
                connected.frameArrived();
                opened.offer(new InputFrame(new FrameTag(sequence.incrementAndGet(), now / 1000, now), jpeg, 0));
            });
        } catch (SpeakDrawException e) {
            refuse(connected, e);
        }
    }

    private static void refuse(ClassicPeer connected, SpeakDrawException reason) {
        if (reason.code().equals("message-too-large")) {
            connected.turnAway(Problem.of(reason).detail());
        } else {
            connected.refused(Problem.of(reason));
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
        if (peer != null) {
            peer.closed();
        }
        if (session != null) {
            sessions.end(session, Farewell.DELETED);
        }
    }

    /** A broken connection is no event worth a stack trace; {@link #closed} follows. */
    @OnError
    public void failed(Throwable error) {
        System.getLogger(ClassicEndpoint.class.getName()).log(System.Logger.Level.DEBUG, "A socket failed", error);
    }
}
