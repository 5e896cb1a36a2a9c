package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.participant.VisitorCredentials;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.AuditLog.Subject;
import org.speakdraw.app.platform.BodyLimits;
import org.speakdraw.app.platform.RequestException;

/** Pictures from the teacher to students' pages: {@code /api/classrooms/{id}/pictures}. */
@Path("/classrooms/{id}/pictures")
@Produces(MediaType.APPLICATION_JSON)
public class SentPictureResource {

    @Inject
    SentPictures pictures;

    @Inject
    HttpServletRequest request;

    /**
     * What became of a picture.
     *
     * @param students whose pages have it
     * @param absent   those without an open page
     */
    public record Sent(int students, int absent) {}

    /**
     * Sends a JPEG of at most a mebibyte.
     *
     * @param as   {@code underlay}, to draw on, or {@code image}, to be repainted
     * @param seats to whom; none: to everybody
     */
    @POST
    @Consumes("image/jpeg")
    public Sent send(
            @PathParam("id") String id,
            @QueryParam("as") @DefaultValue("underlay") String as,
            @QueryParam("to") List<Integer> seats,
            InputStream body)
            throws IOException {
        UUID caller = VisitorCredentials.requireParticipant(request);
        UUID classroom = ClassroomIds.parse(id);
        PictureKind kind = kind(as);
        byte[] jpeg = body.readNBytes(BodyLimits.SENT_PICTURE + 1);
        try {
            RoomMessage.Pushed sent =
                    pictures.send(classroom, caller, Optional.of(seats).filter(to -> !to.isEmpty()), kind, jpeg);
            return new Sent(sent.students(), sent.absent());
        } catch (RequestException e) {
            if (e.code() == ApiError.NOT_THE_TEACHER) {
                AuditLog.refused(Optional.of(caller), Subject.CLASSROOM, e.code(), request.getRemoteAddr());
            }
            throw e;
        }
    }

    private static PictureKind kind(String as) {
        return switch (as) {
            case "underlay" -> PictureKind.UNDERLAY;
            case "image" -> PictureKind.IMAGE;
            default -> throw new RequestException(ApiError.REQUEST_INVALID, "\"as\" must be underlay or image.");
        };
    }
}
