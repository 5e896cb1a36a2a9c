package org.speakdraw.app.recording;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
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
    public Response show(@PathParam("id") String id) {
        UUID session = SessionIds.parse(id);
        Timeline timeline = store.timeline(session, RecordingCredentials.of(request));
        JsonObjectBuilder json = Json.createObjectBuilder(timeline.toJson(recorder.isRecording(session)));
        return Response.ok(json.add("export", exporter.describe(timeline)).build())
                .header("Cache-Control", "no-store")
                .build();
    }
}
