package org.speakdraw.app.recording;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.recording.RecordingEntry.Kind;
import org.speakdraw.app.stream.session.SessionIds;
import org.speakdraw.inference.video.FilmFormat;

/** A recording as a file: {@code /api/sessions/{id}/export?format=&kind=}. */
@Path("/sessions/{id}/export")
public class ExportResource {

    private static final System.Logger LOG = System.getLogger(ExportResource.class.getName());

    @Inject
    TimelineStore store;

    @Inject
    RecordingExporter exporter;

    @Inject
    HttpServletRequest request;

    /** {@code mp4}, {@code webm} or {@code gif} of one kind of pictures, or {@code zip} of everything. */
    @GET
    @APIResponse(
            responseCode = "200",
            description = "The file",
            content = {
                @Content(mediaType = "video/mp4", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "video/webm", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "image/gif", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "application/zip", schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    public Response export(
            @PathParam("id") String id,
            @QueryParam("format") @DefaultValue("mp4") String format,
            @QueryParam("kind") @DefaultValue("output") String kind)
            throws IOException {
        UUID session = SessionIds.parse(id);
        RecordingCredentials credentials = RecordingCredentials.of(request);
        Timeline timeline = store.timeline(session, credentials);
        if (format.equals("zip")) {
            RecordingExporter.Turn turn = exporter.begin(session, credentials);
            exported(session, credentials);
            return zip(timeline, turn);
        }
        FilmFormat film = choice(FilmFormat.class, "format", format);
        Kind pictures = choice(Kind.class, "kind", kind);
        RecordingExporter.Turn turn = exporter.begin(session, credentials);
        try {
            exported(session, credentials);
            return film(turn, timeline, pictures, film);
        } finally {
            turn.close();
        }
    }

    private static void exported(UUID session, RecordingCredentials credentials) {
        AuditLog.done(credentials.participant(), AuditLog.Action.EXPORTED, AuditLog.Subject.RECORDING, session);
    }

    /** As {@link #export} without a body, for which no file is made: it would wait for somebody to take it. */
    @HEAD
    @APIResponse(responseCode = "200", description = "There is something to export")
    public Response describe(@PathParam("id") String id) {
        store.require(SessionIds.parse(id), RecordingCredentials.of(request));
        return Response.ok().header("Cache-Control", "no-store").build();
    }

    /**
     * Ends the making of the recording's file, if one is being made. A film is silent until it is complete, so a connection
     * that is gone does not show by itself.
     */
    @DELETE
    @APIResponse(responseCode = "204", description = "Done")
    public Response cancel(@PathParam("id") String id) {
        UUID session = SessionIds.parse(id);
        RecordingCredentials credentials = RecordingCredentials.of(request);
        store.require(session, credentials);
        exporter.cancel(session, credentials);
        return Response.noContent().build();
    }

    /** Streamed as it is read: a slow client holds a thread and its turn, but neither memory nor the database connection. */
    private Response zip(Timeline timeline, RecordingExporter.Turn turn) {
        StreamingOutput sending = out -> {
            try (turn) {
                exporter.zip(turn, timeline, out);
            }
        };
        return answer(sending, "application/zip", timeline, "zip").build();
    }

    /** Made completely before it is sent: a film's header is written last. */
    private Response film(RecordingExporter.Turn turn, Timeline timeline, Kind kind, FilmFormat format)
            throws IOException {
        java.nio.file.Path file = Files.createTempFile("speakdraw-export", ".tmp");
        try {
            exporter.film(turn, timeline, kind, format, file);
        } catch (RuntimeException | Error e) {
            Files.deleteIfExists(file);
            throw e;
        }
        StreamingOutput sending = out -> {
            try {
                Files.copy(file, out);
            } finally {
                Files.deleteIfExists(file);
            }
        };
        return answer(sending, format.mediaType(), timeline, format.name().toLowerCase(Locale.ROOT))
                .header("Content-Length", Files.size(file))
                .build();
    }

    private static Response.ResponseBuilder answer(
            StreamingOutput sending, String mediaType, Timeline timeline, String extension) {
        String name = "speakdraw-" + timeline.summary().session() + "." + extension;
        return Response.ok(quietlyEnding(sending))
                .type(mediaType)
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .header("Cache-Control", "no-store");
    }

    /** A client that hangs up during a download is no error. */
    private static StreamingOutput quietlyEnding(StreamingOutput sending) {
        return out -> {
            try {
                sending.write(out);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "A client hung up during a download");
            }
        };
    }

    private static <E extends Enum<E>> E choice(Class<E> type, String name, String value) {
        try {
            return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new RequestException(ApiError.REQUEST_INVALID, "The value of \"" + name + "\" is not supported.", e);
        }
    }
}
