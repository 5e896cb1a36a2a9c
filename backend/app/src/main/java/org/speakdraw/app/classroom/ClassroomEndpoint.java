package org.speakdraw.app.classroom;

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
import org.speakdraw.app.classroom.RoomTickets.Ticket;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.AuditLog.Action;
import org.speakdraw.app.platform.AuditLog.Subject;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.stream.wire.Handshake;

/** The socket of a classroom, as {@code docs/protocol.md} describes it. One instance a connection. */
@ServerEndpoint("/ws/classrooms/{ticket}")
public class ClassroomEndpoint {

    private final LiveClassrooms rooms;
    private final RoomTickets tickets;
    private final StreamLimits limits;
    private @Nullable RoomConversation conversation;

    @Inject
    public ClassroomEndpoint(LiveClassrooms rooms, RoomTickets tickets, StreamLimits limits) {
        this.rooms = rooms;
        this.tickets = tickets;
        this.limits = limits;
    }

    @OnOpen
    public void open(Session socket, @PathParam("ticket") String secret) {
        Handshake handshake = Handshake.of(socket.getUserPrincipal());
        if (!handshake.originAllowed()) {
            refuse(socket, RoomClosing.FOREIGN_ORIGIN, handshake);
            return;
        }
        Optional<Ticket> shown = tickets.redeem(secret);
        Optional<LiveClassroom> found = shown.map(Ticket::classroom).flatMap(rooms::find);
        if (shown.isEmpty() || found.isEmpty()) {
            refuse(socket, RoomClosing.TICKET, handshake);
            return;
        }
        Ticket ticket = shown.get();
        RoomPeer peer = new RoomPeer(socket, ticket.role(), ticket.participant(), limits);
        conversation = new RoomConversation(found.get(), peer);
        AuditLog.done(ticket.participant(), Action.OPENED, Subject.CLASSROOM, ticket.classroom());
        found.get().enter(peer);
    }

    private void refuse(Session socket, RoomClosing reason, Handshake handshake) {
        AuditLog.refused(Optional.empty(), Subject.CLASSROOM, reason.error(), handshake.address());
        new RoomPeer(socket, RoomRole.PROJECTOR, Optional.empty(), limits).close(reason);
    }

    @OnMessage
    public void binary(ByteBuffer part, boolean last) {
        if (conversation != null) {
            conversation.incoming().binary(part, last);
        }
    }

    @OnMessage
    public void text(String part, boolean last) {
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

    /** The room notices by itself: it may be in the middle of telling this very page something. */
    @OnClose
    public void closed() {
        if (conversation != null) {
            conversation.peer().closed();
        }
    }

    /** A broken connection is no event worth a stack trace; {@link #closed} follows. */
    @OnError
    public void failed(Throwable error) {
        System.getLogger(ClassroomEndpoint.class.getName()).log(System.Logger.Level.DEBUG, "A socket failed", error);
    }
}
