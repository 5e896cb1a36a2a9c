package org.speakdraw.app.prompt;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.speakdraw.app.platform.AdministratorAccess;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.AuditLog.Action;
import org.speakdraw.app.platform.AuditLog.Subject;
import org.speakdraw.app.platform.OperatorCredentials;
import org.speakdraw.app.platform.PageCursor;
import org.speakdraw.app.platform.PathIds;
import org.speakdraw.app.safety.ReportReason;

/** What an administrator decides about presets: {@code /api/moderation/presets}. */
@Path("/moderation/presets")
@Produces(MediaType.APPLICATION_JSON)
public class ModerationResource {

    @Inject
    PresetModeration moderation;

    @Inject
    AdministratorAccess administrators;

    @Inject
    HttpServletRequest request;

    /**
     * A page of them, the oldest first.
     *
     * @param next for {@code after}; null on the last page
     */
    @JsonInclude(Include.ALWAYS)
    record PageView(List<ModeratedPresetView> presets, Optional<String> next) {}

    /**
     * A preset that waits or was reported.
     *
     * @param thumbnail address of its picture; null without one
     * @param reasons   how many people had which
     * @param hidden    whether others do not see it until it is decided
     * @param version   for the decision
     */
    @JsonInclude(Include.ALWAYS)
    record ModeratedPresetView(
            UUID id,
            String name,
            String prompt,
            String negativePrompt,
            Optional<String> thumbnail,
            Map<ReportReason, Integer> reasons,
            boolean hidden,
            Instant since,
            Instant version) {

        private static ModeratedPresetView of(ModeratedPreset preset) {
            return new ModeratedPresetView(
                    preset.id(),
                    preset.name(),
                    preset.prompt(),
                    preset.negativePrompt(),
                    preset.thumbnailEtag().map(etag -> "/api/moderation/presets/" + preset.id() + "/thumbnail"),
                    preset.reasons(),
                    preset.hidden(),
                    preset.since(),
                    preset.version());
        }
    }

    /**
     * What is to be decided.
     *
     * @param which {@code waiting} for approval, or {@code reported}
     */
    @GET
    @APIResponseSchema(value = PageView.class, responseCode = "200", responseDescription = "What is to be decided")
    public Response list(
            @QueryParam("which") @DefaultValue("waiting") String which,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("24") int limit) {
        requireAdministrator();
        PresetModeration.Page page = moderation.list(
                PresetModeration.Which.of(which),
                Optional.of(after).filter(each -> !each.isEmpty()),
                PageCursor.checkLimit(limit));
        PageView view = new PageView(
                page.presets().stream().map(ModeratedPresetView::of).toList(),
                page.next().map(PageCursor::encode));
        return Response.ok(view).header("Cache-Control", "no-store").build();
    }

    @GET
    @Path("/{id}/thumbnail")
    @Produces("image/jpeg")
    @APIResponse(
            responseCode = "200",
            description = "The picture",
            content = @Content(mediaType = "image/jpeg", schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response thumbnail(@PathParam("id") String id) {
        requireAdministrator();
        return Response.ok(moderation.thumbnail(idOf(id)).orElseThrow(NotFoundException::new))
                .header("Cache-Control", "private, no-store")
                .build();
    }

    /** Shows the preset to all whom it is for, leaves it to its owner alone, or deletes it for good. */
    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponse(responseCode = "204", description = "Done")
    public Response decide(@PathParam("id") String id, PresetDecision body) {
        requireAdministrator();
        moderation.decide(idOf(id), body);
        Action action = switch (body.parsed()) {
            case KEEP -> Action.APPROVED;
            case HIDE -> Action.CHANGED;
            case REMOVE -> Action.DELETED;
        };
        AuditLog.done(Optional.empty(), action, Subject.PRESET, id);
        return Response.noContent().build();
    }

    private void requireAdministrator() {
        OperatorCredentials.requireAdministrator(administrators, request);
    }

    private static UUID idOf(String text) {
        return PathIds.parse(text, ApiError.PRESET_UNKNOWN, "There is no such preset.");
    }
}
