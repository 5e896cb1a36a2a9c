package org.speakdraw.app.participant;

import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.JsonText;
import org.speakdraw.app.platform.RequestException;

/** Classrooms: {@code /api/classrooms}. Who makes one is its teacher; who has its code joins it. */
@Path("/classrooms")
@Produces(MediaType.APPLICATION_JSON)
public class ClassroomResource {

    @Inject
    Participants participants;

    @Inject
    JoinAttempts attempts;

    @Inject
    HttpServletRequest request;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response found(String body) {
        String name = MeResource.nameIn(body);
        VisitorCredentials visitor = VisitorCredentials.knownOrNew(request);
        Participant teacher = participants.found(visitor.participant(), name);
        return answer(Response.status(Response.Status.CREATED), teacher, visitor);
    }

    @POST
    @Path("/join")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response join(String body) {
        JsonObject json = JsonText.readObject(body, ApiError.REQUEST_INVALID);
        if (!(json.get("code") instanceof JsonString code)) {
            throw new RequestException(ApiError.REQUEST_INVALID, "\"code\" must be a text.");
        }
        attempts.check(request.getRemoteAddr());
        VisitorCredentials visitor = VisitorCredentials.knownOrNew(request);
        try {
            return answer(Response.ok(), participants.join(visitor.participant(), code.getString()), visitor);
        } catch (RequestException e) {
            if (e.code() == ApiError.CLASSROOM_UNKNOWN) {
                attempts.failed(request.getRemoteAddr());
            }
            throw e;
        }
    }

    @POST
    @Path("/leave")
    @Consumes(MediaType.WILDCARD)
    public JsonObject leave() {
        return participants
                .leave(VisitorCredentials.requireParticipant(request))
                .toJson();
    }

    @DELETE
    @Path("/{id}")
    public Response delete(@PathParam("id") String id) {
        participants.deleteClassroom(VisitorCredentials.requireParticipant(request), idOf(id));
        return Response.noContent().build();
    }

    private Response answer(Response.ResponseBuilder response, Participant participant, VisitorCredentials visitor) {
        return response.entity(participant.toJson())
                .header("Cache-Control", "no-store")
                .cookie(visitor.cookie(request))
                .build();
    }

    private static UUID idOf(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new RequestException(ApiError.CLASSROOM_UNKNOWN, "There is no such classroom.", e);
        }
    }
}
