package org.speakdraw.app.prompt;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.speakdraw.app.participant.SavingLimits;
import org.speakdraw.app.participant.VisitorCredentials;
import org.speakdraw.app.platform.AdministratorAccess;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.AuditLog.Action;
import org.speakdraw.app.platform.AuditLog.Subject;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.OperatorCredentials;
import org.speakdraw.app.platform.PageCursor;
import org.speakdraw.app.platform.PathIds;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.prompt.PresetSearch.Order;
import org.speakdraw.app.prompt.PresetSearch.Scope;
import org.speakdraw.app.prompt.Thumbnails.Thumbnail;
import org.speakdraw.app.safety.ReportRequest;
import org.speakdraw.inference.SpeakDrawException;

/** The gallery of presets: {@code /api/presets}. Whoever has no cookie sees what everyone sees. */
@Path("/presets")
@Produces(MediaType.APPLICATION_JSON)
public class PresetResource {

    private static final UUID NOBODY = new UUID(0, 0);

    @Inject
    Presets presets;

    @Inject
    PresetRules rules;

    @Inject
    Searches searches;

    @Inject
    SavingLimits limits;

    @Inject
    PresetModeration moderation;

    @Inject
    AdministratorAccess administrators;

    @Inject
    HttpServletRequest request;

    /**
     * A page of presets, by words, tag and scope, in one of four orders.
     *
     * @param slugs built-in presets that are found as well as those with the words
     */
    @GET
    @APIResponseSchema(value = PageView.class, responseCode = "200", responseDescription = "A page of presets")
    public Response list(
            @QueryParam("q") @DefaultValue("") String words,
            @QueryParam("slugs") @DefaultValue("") String slugs,
            @QueryParam("tag") @DefaultValue("") String tag,
            @QueryParam("scope") @DefaultValue("all") String scope,
            @QueryParam("sort") @DefaultValue("new") String sort,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("24") int limit) {
        Order order = Order.of(sort);
        PresetSearch search = new PresetSearch(
                SearchWords.of(words),
                Optional.of(tag).filter(each -> !each.isBlank() && Database.canKeep(each)),
                Scope.of(scope),
                order,
                PageCursor.decode(Optional.of(after).filter(each -> !each.isEmpty()), order.name()),
                PageCursor.checkLimit(limit),
                Optional.empty(),
                PresetSearch.slugsIn(slugs));
        Presets.Page page = searching(() -> presets.list(viewer(), search));
        return fresh(new PageView(
                page.presets().stream().map(this::describe).toList(),
                page.next().map(PageCursor::encode),
                page.similar()));
    }

    /**
     * A page of the gallery.
     *
     * @param next    for {@code after}; null on the last page
     * @param similar whether nothing had the words and these are near them
     */
    @JsonInclude(Include.ALWAYS)
    record PageView(List<PresetView> presets, Optional<String> next, boolean similar) {}

    /** The most frequent tags of what the caller sees. */
    @GET
    @Path("/tags")
    @APIResponseSchema(value = TagsView.class, responseCode = "200", responseDescription = "The tags")
    public Response tags() {
        return fresh(new TagsView(searching(() -> presets.tags(viewer()))));
    }

    /** Tags, the most frequent first. */
    record TagsView(List<String> tags) {}

    @GET
    @Path("/{id}")
    @APIResponseSchema(value = PresetView.class, responseCode = "200", responseDescription = "The preset")
    public Response show(@PathParam("id") String id) {
        return fresh(describe(presets.find(viewer(), idOf(id))));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponseSchema(value = PresetView.class, responseCode = "201", responseDescription = "The new preset")
    public Response create(PresetDraft body) {
        PresetRules.Checked checked = rules.check(body);
        limits.newPreset(request.getRemoteAddr());
        VisitorCredentials visitor = VisitorCredentials.knownOrNew(request, limits);
        Preset preset = presets.create(visitor.participant(), checked.content(), isAdministrator());
        return Response.created(URI.create("/api/presets/" + preset.id()))
                .entity(describe(preset, Optional.of(checked.notes())))
                .cookie(visitor.cookies(request))
                .build();
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public PresetView update(@PathParam("id") String id, PresetDraft body) {
        PresetRules.Checked checked = rules.check(body);
        UUID caller = caller();
        Presets.Updated updated = presets.update(caller, idOf(id), checked.content(), isAdministrator());
        Visibility visibility = updated.preset().content().visibility();
        if (visibility != updated.before()) {
            String now = updated.preset().id() + " to visibility " + visibility.id();
            AuditLog.done(Optional.of(caller), Action.CHANGED, Subject.PRESET, now);
        }
        return describe(updated.preset(), Optional.of(checked.notes()));
    }

    @DELETE
    @Path("/{id}")
    @APIResponse(responseCode = "204", description = "Done")
    public Response delete(@PathParam("id") String id) {
        UUID caller = caller();
        presets.delete(caller, idOf(id));
        AuditLog.done(Optional.of(caller), Action.DELETED, Subject.PRESET, id);
        return Response.noContent().build();
    }

    @PUT
    @Path("/{id}/favourite")
    @Consumes(MediaType.WILDCARD)
    @APIResponse(responseCode = "204", description = "Done")
    public Response favour(@PathParam("id") String id) {
        VisitorCredentials visitor = VisitorCredentials.knownOrNew(request, limits);
        presets.favour(visitor.participant(), idOf(id), true);
        return Response.noContent().cookie(visitor.cookies(request)).build();
    }

    @DELETE
    @Path("/{id}/favourite")
    @APIResponse(responseCode = "204", description = "Done")
    public Response disfavour(@PathParam("id") String id) {
        presets.favour(caller(), idOf(id), false);
        return Response.noContent().build();
    }

    @POST
    @Path("/{id}/uses")
    @Consumes(MediaType.WILDCARD)
    @APIResponse(responseCode = "204", description = "Done")
    public Response used(@PathParam("id") String id) {
        presets.used(viewer(), request.getRemoteAddr(), idOf(id));
        return Response.noContent().build();
    }

    /** The caller thinks that it does not belong here; see {@link PresetModeration#report}. */
    @POST
    @Path("/{id}/reports")
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponse(responseCode = "204", description = "Noted")
    public Response report(@PathParam("id") String id, ReportRequest body) {
        UUID caller = caller();
        moderation.report(caller, request.getRemoteAddr(), idOf(id), body.parsed());
        AuditLog.done(Optional.of(caller), Action.REPORTED, Subject.PRESET, id);
        return Response.noContent().build();
    }

    /** Its address names the bytes, so it may be kept for ever, by the viewer's own browser. */
    @GET
    @Path("/{id}/thumbnail")
    @Produces("image/jpeg")
    @APIResponse(
            responseCode = "200",
            description = "The picture",
            content = @Content(mediaType = "image/jpeg", schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response thumbnail(@PathParam("id") String id, @Context Request conditions) {
        Thumbnail thumbnail = presets.thumbnail(viewer(), idOf(id)).orElseThrow(NotFoundException::new);
        EntityTag etag = new EntityTag(thumbnail.etag());
        Response.ResponseBuilder unchanged = conditions.evaluatePreconditions(etag);
        return (unchanged == null ? Response.ok(thumbnail.jpeg()) : unchanged)
                .tag(etag)
                .header("Cache-Control", "private, max-age=31536000, immutable")
                .build();
    }

    @PUT
    @Path("/{id}/thumbnail")
    @Consumes("image/jpeg")
    public PresetView illustrate(@PathParam("id") String id, InputStream body) throws IOException {
        UUID owner = caller();
        limits.newPicture(request.getRemoteAddr());
        byte[] jpeg = body.readNBytes(Thumbnails.MAX_BYTES + 1);
        try {
            return describe(presets.illustrate(owner, idOf(id), jpeg, isAdministrator()));
        } catch (SpeakDrawException e) {
            if (e.code().id().startsWith("frame-")) {
                throw new RequestException(ApiError.THUMBNAIL_INVALID, "The thumbnail: " + e.getMessage() + ".", e);
            }
            throw e;
        }
    }

    private boolean isAdministrator() {
        return OperatorCredentials.areAdministrators(administrators, request);
    }

    private PresetView describe(Preset preset) {
        return describe(preset, Optional.empty());
    }

    /** Leaves out settings that the current bundle does not support. */
    private PresetView describe(Preset preset, Optional<List<String>> notes) {
        return PresetView.of(preset, rules.supported(preset.content().settings()), notes);
    }

    private static Response fresh(Object body) {
        return Response.ok(body).header("Cache-Control", "no-store").build();
    }

    private <T> T searching(Supplier<T> search) {
        return searches.run(VisitorCredentials.participantOf(request), request.getRemoteAddr(), search);
    }

    private UUID viewer() {
        return VisitorCredentials.participantOf(request).orElse(NOBODY);
    }

    private UUID caller() {
        return VisitorCredentials.requireParticipant(request);
    }

    private static UUID idOf(String text) {
        return PathIds.parse(text, ApiError.PRESET_UNKNOWN, "There is no such preset.");
    }
}
