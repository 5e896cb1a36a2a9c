package org.speakdraw.app.recording;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.speakdraw.app.stream.session.SessionIds;

/** A recording without its pictures: {@code /api/sessions/{id}/timeline}. */
@Path("/sessions/{id}/timeline")
public class TimelineResource {

    @Inject
    TimelineStore store;

    @Inject
    Recorder recorder;

    @Inject
    RecordingExporter exporter;

    @Inject
    HttpServletRequest request;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @APIResponseSchema(value = TimelineJson.class, responseCode = "200", responseDescription = "The time line")
    public Response show(@PathParam("id") String id) {
        UUID session = SessionIds.parse(id);
        Timeline timeline = store.timeline(session, RecordingCredentials.of(request));
        return Response.ok(TimelineJson.of(
                        timeline, recorder.isRecording(session), Optional.of(exporter.bounds(timeline))))
                .header("Cache-Control", "no-store")
                .build();
    }
}
