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
import org.speakdraw.inference.video.FilmPage;

/** A recording as a file: {@code /api/sessions/{id}/export?format=&kind=&beside=&caption=}. */
@Path("/sessions/{id}/export")
public class ExportResource {

    private static final System.Logger LOG = System.getLogger(ExportResource.class.getName());

    @Inject
    TimelineStore store;

    @Inject
    RecordingExporter exporter;

    @Inject
    ExportTurns turns;

    @Inject
    HttpServletRequest request;

    /**
     * {@code mp4}, {@code webm} or {@code gif} of one kind of pictures, or of both side by side, with the prompts below
     * or without; or {@code zip} of everything.
     */
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
            @QueryParam("kind") @DefaultValue("output") String kind,
            @QueryParam("beside") @DefaultValue("false") boolean beside,
            @QueryParam("caption") @DefaultValue("false") boolean caption)
            throws IOException {
        UUID session = SessionIds.parse(id);
        RecordingCredentials credentials = RecordingCredentials.of(request);
        Timeline timeline = store.timeline(session, credentials);
        FilmScene.Layout layout = new FilmScene.Layout(choice(Kind.class, "kind", kind), beside, caption);
        Making making = making(format, layout);
        ExportTurns.Turn turn = turns.begin(session, credentials.owner(session));
        try {
            exported(session, credentials);
            return answer(turn, timeline, making);
        } catch (IOException | RuntimeException | Error e) {
            turn.close();
            throw e;
        }
    }

    private Making making(String format, FilmScene.Layout layout) {
        if (format.equals("zip")) {
            return new Making("application/zip", "zip", exporter::zip);
        }
        FilmFormat film = choice(FilmFormat.class, "format", format);
        if (layout.caption() && !FilmPage.canWrite()) {
            throw new RequestException(ApiError.REQUEST_INVALID, "This server has no font, so films have no captions.");
        }
        return new Making(
                film.mediaType(),
                film.name().toLowerCase(Locale.ROOT),
                (turn, timeline, target) -> exporter.film(turn, timeline, layout, film, target));
    }

    /**
     * How a file is made.
     *
     * @param extension of its name
     */
    private record Making(String mediaType, String extension, Maker maker) {}

    @FunctionalInterface
    private interface Maker {
        void make(ExportTurns.Turn turn, Timeline timeline, java.nio.file.Path target) throws IOException;
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
     * Ends the making of the recording's file, if one is being made. Nothing is sent until it is complete, so a
     * connection that is gone does not show by itself.
     */
    @DELETE
    @APIResponse(responseCode = "204", description = "Done")
    public Response cancel(@PathParam("id") String id) {
        UUID session = SessionIds.parse(id);
        RecordingCredentials credentials = RecordingCredentials.of(request);
        store.require(session, credentials);
        turns.cancel(session, credentials.owner(session));
        return Response.noContent().build();
    }

    /**
     * Made completely before it is sent: so a slow client takes up nothing but its own thread, and room on the disk.
     */
    private static Response answer(ExportTurns.Turn turn, Timeline timeline, Making making) throws IOException {
        java.nio.file.Path file = Files.createTempFile("speakdraw-export", ".tmp");
        try {
            making.maker().make(turn, timeline, file);
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(file);
            throw e;
        }
        turn.made();
        String name = FileNames.of(timeline.summary(), making.extension());
        return Response.ok(sending(turn, file))
                .type(making.mediaType())
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .header("Content-Length", Files.size(file))
                .header("Cache-Control", "no-store")
                .build();
    }

    /** A client that hangs up during a download is no error. */
    static StreamingOutput sending(ExportTurns.Turn turn, java.nio.file.Path file) {
        return out -> {
            try (turn) {
                Files.copy(file, out);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "A client hung up during a download");
            } finally {
                Files.deleteIfExists(file);
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
