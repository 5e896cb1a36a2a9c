package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.speakdraw.app.cluster.Membership;
import org.speakdraw.app.participant.VisitorCredentials;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.AuditLog.Action;
import org.speakdraw.app.platform.AuditLog.Subject;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.SignInAbility;

/** A classroom's door, for its teacher, and tickets to its socket, for everybody in it and its projectors. */
@Path("/classrooms")
@Produces(MediaType.APPLICATION_JSON)
public class LessonResource {

    @Inject
    Classrooms classrooms;

    @Inject
    Entrance entrance;

    @Inject
    SignInAbility signIn;

    @Inject
    RoomDoor door;

    @Inject
    Membership membership;

    @Inject
    LiveClassrooms lessons;

    @Inject
    HttpServletRequest request;

    /**
     * A classroom as its teacher sees it.
     *
     * @param open   whether newcomers may come in
     * @param shared whether there is an address for a projector
     * @param naming {@code typed}, {@code list}, {@code pseudonyms} or {@code account}
     * @param names  from which students choose
     * @param lobby  whether newcomers wait until they are let in
     */
    public record Shown(
            UUID id,
            String name,
            String joinCode,
            boolean open,
            boolean shared,
            String naming,
            List<String> names,
            boolean lobby) {

        static Shown of(Classroom classroom) {
            Entry entry = classroom.entry();
            return new Shown(
                    classroom.id(),
                    classroom.name(),
                    classroom.joinCode(),
                    classroom.open(),
                    classroom.shared(),
                    entry.naming().id(),
                    entry.names(),
                    entry.lobby());
        }
    }

    /** The key of the projector's address, which is told once. */
    public record Shared(String view) {}

    /** The address of a socket, for the next half minute. */
    public record Admission(String socket) {}

    @GET
    @Path("/{id}")
    public Shown show(@PathParam("id") String id) {
        return Shown.of(taught(id, classrooms::requireTaught));
    }

    /** Opens the door for newcomers, or closes it, and changes how they come in. */
    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Shown change(@PathParam("id") String id, DoorRequest body) {
        Entry wanted = body.entry(Entry.FREE);
        if (wanted.naming() == Naming.ACCOUNT && !signIn.available()) {
            throw new RequestException(ApiError.SIGN_IN_OFF, "This server works without accounts.");
        }
        return changed(taught(id, (teacher, room) -> classrooms.setDoor(teacher, room, body)));
    }

    /** Gives it another code. */
    @POST
    @Path("/{id}/code")
    @Consumes(MediaType.WILDCARD)
    public Shown renewCode(@PathParam("id") String id) {
        return changed(taught(id, classrooms::renewCode));
    }

    @POST
    @Path("/{id}/share")
    @Consumes(MediaType.WILDCARD)
    @APIResponseSchema(value = Shared.class, responseCode = "201", responseDescription = "The key for a projector")
    public Response share(@PathParam("id") String id) {
        String key = taught(id, classrooms::share);
        door.sendProjectorsAway(ClassroomIds.parse(id));
        lessons.refresh(ClassroomIds.parse(id));
        return Response.status(Response.Status.CREATED)
                .entity(new Shared(key))
                .header("Cache-Control", "no-store")
                .build();
    }

    @DELETE
    @Path("/{id}/share")
    @APIResponse(responseCode = "204", description = "Done")
    public Response unshare(@PathParam("id") String id) {
        Classroom unshared = taught(id, classrooms::unshare);
        door.sendProjectorsAway(unshared.id());
        changed(unshared);
        return Response.noContent().build();
    }

    /** Takes a student out. */
    @DELETE
    @Path("/{id}/students/{student}")
    @APIResponse(responseCode = "204", description = "Done")
    public Response takeOut(@PathParam("id") String id, @PathParam("student") String student) {
        UUID participant = ClassroomIds.parseStudent(student);
        changed(taught(id, (teacher, room) -> entrance.takeOut(teacher, room, participant)));
        return Response.noContent().build();
    }

    /** Lets somebody in who waits; who was taken out may come again. */
    @POST
    @Path("/{id}/students/{student}")
    @Consumes(MediaType.WILDCARD)
    @APIResponse(responseCode = "204", description = "Done")
    public Response letIn(@PathParam("id") String id, @PathParam("student") String student) {
        UUID participant = ClassroomIds.parseStudent(student);
        changed(taught(id, (teacher, room) -> entrance.letIn(teacher, room, participant)));
        return Response.noContent().build();
    }

    /** Lets the caller's page in: a teacher or a student by the cookie, a projector by its key. */
    @POST
    @Path("/{id}/ticket")
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponseSchema(value = Admission.class, responseCode = "201", responseDescription = "Where the socket is")
    public Response ticket(@PathParam("id") String id, TicketRequest body) {
        UUID room = ClassroomIds.parse(id);
        Optional<UUID> caller = VisitorCredentials.participantOf(request);
        try {
            String ticket = door.admit(room, caller, Optional.ofNullable(body.view()), request.getRemoteAddr());
            return Response.status(Response.Status.CREATED)
                    .entity(new Admission("/ws/classrooms/" + ticket + node()))
                    .header("Cache-Control", "no-store")
                    .build();
        } catch (RequestException e) {
            if (e.code() != ApiError.TOO_MANY_REQUESTS) {
                AuditLog.refused(caller, Subject.CLASSROOM, e.code(), request.getRemoteAddr());
            }
            throw e;
        }
    }

    /** Tickets are known only where they were given out; other nodes send the socket there. */
    private String node() {
        return membership.joined() ? "?node=" + membership.number() : "";
    }

    private Shown changed(Classroom classroom) {
        AuditLog.done(VisitorCredentials.participantOf(request), Action.CHANGED, Subject.CLASSROOM, classroom.id());
        lessons.refresh(classroom.id());
        return Shown.of(classroom);
    }

    private <T> T taught(String id, BiFunction<UUID, UUID, T> work) {
        UUID caller = VisitorCredentials.requireParticipant(request);
        try {
            return work.apply(caller, ClassroomIds.parse(id));
        } catch (RequestException e) {
            AuditLog.refused(Optional.of(caller), Subject.CLASSROOM, e.code(), request.getRemoteAddr());
            throw e;
        }
    }
}
