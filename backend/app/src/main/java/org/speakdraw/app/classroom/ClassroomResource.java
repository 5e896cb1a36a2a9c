package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.speakdraw.app.participant.Account;
import org.speakdraw.app.participant.AccountCredentials;
import org.speakdraw.app.participant.NameRequest;
import org.speakdraw.app.participant.Participant;
import org.speakdraw.app.participant.ParticipantView;
import org.speakdraw.app.participant.Participants;
import org.speakdraw.app.participant.SavingLimits;
import org.speakdraw.app.participant.TeacherRule;
import org.speakdraw.app.participant.VisitorCredentials;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.AuditLog.Action;
import org.speakdraw.app.platform.AuditLog.Subject;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.safety.WordFilter;

/** Joining and leaving classrooms: whoever creates one is its teacher; whoever has its code can join. */
@Path("/classrooms")
@Produces(MediaType.APPLICATION_JSON)
public class ClassroomResource {

    @Inject
    Classrooms classrooms;

    @Inject
    Entrance entrance;

    @Inject
    LiveClassrooms lessons;

    @Inject
    Participants participants;

    @Inject
    JoinAttempts attempts;

    @Inject
    SavingLimits limits;

    @Inject
    WordFilter words;

    @Inject
    TeacherRule teachers;

    @Inject
    HttpServletRequest request;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponseSchema(
            value = ParticipantView.class,
            responseCode = "201",
            responseDescription = "The teacher of a new classroom")
    public Response create(NameRequest body) {
        if (teachers.signIn()) {
            AccountCredentials.requireTeacher(request);
        }
        words.requireFit(body.name());
        limits.newClassroom(request.getRemoteAddr());
        VisitorCredentials visitor = VisitorCredentials.knownOrNew(request, limits);
        Participant teacher = classrooms.create(visitor.participant(), body.name());
        note(Action.CREATED, teacher);
        return answer(Response.status(Response.Status.CREATED), teacher, visitor);
    }

    /** What whoever has the code may know before coming in. */
    @POST
    @Path("/door")
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponseSchema(
            value = Entrance.Door.class,
            responseCode = "200",
            responseDescription = "How students come into the classroom")
    public Response door(JoinRequest body) {
        Entrance.Door door = attempt(VisitorCredentials.participantOf(request), () -> entrance.door(body.code()));
        return Response.ok(door).header("Cache-Control", "no-store").build();
    }

    @POST
    @Path("/join")
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponseSchema(
            value = ParticipantView.class,
            responseCode = "200",
            responseDescription = "The caller in the classroom; with 202 instead, waiting to be let in")
    public Response join(JoinRequest body) {
        Optional<UUID> known = VisitorCredentials.participantOf(request);
        VisitorCredentials visitor = VisitorCredentials.knownOrNew(request);
        Optional<String> account = AccountCredentials.account(request).map(Account::name);
        Participant student =
                attempt(known, () -> entrance.join(visitor.participant(), body.code(), body.name(), account));
        note(Action.JOINED, student);
        refresh(student);
        boolean waits = student.classroom().isEmpty();
        return answer(waits ? Response.accepted() : Response.ok(), student, visitor);
    }

    /** Looks a code up; whoever guesses is stopped. */
    private <T> T attempt(Optional<UUID> known, Supplier<T> work) {
        String address = request.getRemoteAddr();
        JoinAttempts.Attempt attempt = attempts.begin(known, address);
        try {
            T found = work.get();
            attempt.right();
            return found;
        } catch (RequestException e) {
            if (e.code() != ApiError.CLASSROOM_UNKNOWN) {
                attempt.right();
                AuditLog.refused(known, Subject.CLASSROOM, e.code(), address);
                throw e;
            }
            Optional<RequestException> tooMany = attempt.refusal();
            // Those that come after the last one are not written down: they would fill the log.
            if (tooMany.isEmpty()) {
                AuditLog.refused(known, Subject.CLASSROOM, e.code(), address);
            }
            if (attempt.last()) {
                AuditLog.refused(known, Subject.CLASSROOM, ApiError.TOO_MANY_ATTEMPTS, address);
            }
            throw tooMany.orElse(e);
        }
    }

    @POST
    @Path("/leave")
    @Consumes(MediaType.WILDCARD)
    public ParticipantView leave() {
        UUID caller = VisitorCredentials.requireParticipant(request);
        Participant before = participants.find(caller);
        Participant alone = classrooms.leave(caller);
        note(Action.LEFT, before);
        refresh(before);
        return ParticipantView.of(alone);
    }

    @DELETE
    @Path("/{id}")
    @APIResponse(responseCode = "204", description = "Done")
    public Response delete(@PathParam("id") String id) {
        UUID caller = VisitorCredentials.requireParticipant(request);
        UUID classroom = ClassroomIds.parse(id);
        classrooms.delete(caller, classroom);
        lessons.refresh(classroom);
        AuditLog.done(Optional.of(caller), Action.DELETED, Subject.CLASSROOM, classroom);
        return Response.noContent().build();
    }

    private static void note(Action action, Participant participant) {
        participant
                .classroom()
                .ifPresent(room -> AuditLog.done(Optional.of(participant.id()), action, Subject.CLASSROOM, room.id()));
    }

    private void refresh(Participant participant) {
        participant.classroom().ifPresent(room -> lessons.refresh(room.id()));
    }

    private Response answer(Response.ResponseBuilder response, Participant participant, VisitorCredentials visitor) {
        return response.entity(ParticipantView.of(participant))
                .header("Cache-Control", "no-store")
                .cookie(visitor.cookies(request))
                .build();
    }
}
