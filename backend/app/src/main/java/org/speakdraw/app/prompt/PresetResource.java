package org.speakdraw.app.prompt;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
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
import org.speakdraw.app.participant.VisitorCredentials;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.JsonText;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.prompt.PresetSearch.Order;
import org.speakdraw.app.prompt.PresetSearch.Scope;
import org.speakdraw.app.prompt.Thumbnails.Thumbnail;
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
    HttpServletRequest request;

    /** A page of presets, by words, tag and scope, in one of four orders. */
    @GET
    public Response list(
            @QueryParam("q") @DefaultValue("") String words,
            @QueryParam("tag") @DefaultValue("") String tag,
            @QueryParam("scope") @DefaultValue("all") String scope,
            @QueryParam("sort") @DefaultValue("new") String sort,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("24") int limit) {
        Order order = Order.of(sort);
        Presets.Page page = presets.list(
                viewer(),
                new PresetSearch(
                        SearchWords.of(words),
                        Optional.of(tag).filter(each -> !each.isBlank() && each.indexOf('\0') < 0),
                        Scope.of(scope),
                        order,
                        PageCursor.decode(Optional.of(after).filter(each -> !each.isEmpty()), order.name()),
                        PageCursor.checkLimit(limit)));
        JsonArrayBuilder array = Json.createArrayBuilder();
        page.presets().forEach(preset -> array.add(describe(preset)));
        return fresh(Json.createObjectBuilder()
                .add("presets", array)
                .add(
                        "next",
                        page.next()
                                .<JsonValue>map(each -> Json.createValue(each.encode()))
                                .orElse(JsonValue.NULL))
                .add("similar", page.similar()));
    }

    /** The most frequent tags of what the caller sees. */
    @GET
    @Path("/tags")
    public Response tags() {
        return fresh(Json.createObjectBuilder().add("tags", Json.createArrayBuilder(presets.tags(viewer()))));
    }

    @GET
    @Path("/{id}")
    public Response show(@PathParam("id") String id) {
        return fresh(Json.createObjectBuilder(describe(presets.find(viewer(), idOf(id)))));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(String body) {
        PresetRules.Checked checked = rules.check(JsonText.readObject(body, ApiError.REQUEST_INVALID));
        VisitorCredentials visitor = VisitorCredentials.knownOrNew(request);
        Preset preset = presets.create(visitor.participant(), checked.content());
        return Response.created(URI.create("/api/presets/" + preset.id()))
                .entity(withNotes(preset, checked.notes()))
                .cookie(visitor.cookie(request))
                .build();
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public JsonObject update(@PathParam("id") String id, String body) {
        PresetRules.Checked checked = rules.check(JsonText.readObject(body, ApiError.REQUEST_INVALID));
        return withNotes(presets.update(caller(), idOf(id), checked.content()), checked.notes());
    }

    @DELETE
    @Path("/{id}")
    public Response delete(@PathParam("id") String id) {
        presets.delete(caller(), idOf(id));
        return Response.noContent().build();
    }

    @PUT
    @Path("/{id}/favourite")
    @Consumes(MediaType.WILDCARD)
    public Response favour(@PathParam("id") String id) {
        VisitorCredentials visitor = VisitorCredentials.knownOrNew(request);
        presets.favour(visitor.participant(), idOf(id), true);
        return Response.noContent().cookie(visitor.cookie(request)).build();
    }

    @DELETE
    @Path("/{id}/favourite")
    public Response disfavour(@PathParam("id") String id) {
        presets.favour(caller(), idOf(id), false);
        return Response.noContent().build();
    }

    @POST
    @Path("/{id}/uses")
    @Consumes(MediaType.WILDCARD)
    public Response used(@PathParam("id") String id) {
        presets.used(viewer(), idOf(id));
        return Response.noContent().build();
    }

    /** Its address names the bytes, so it may be kept for ever, by the viewer's own browser. */
    @GET
    @Path("/{id}/thumbnail")
    @Produces("image/jpeg")
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
    public JsonObject illustrate(@PathParam("id") String id, InputStream body) throws IOException {
        byte[] jpeg = body.readNBytes(Thumbnails.MAX_BYTES + 1);
        try {
            return describe(presets.illustrate(caller(), idOf(id), jpeg));
        } catch (SpeakDrawException e) {
            if (e.code().id().startsWith("frame-")) {
                throw new RequestException(ApiError.THUMBNAIL_INVALID, "The thumbnail: " + e.getMessage() + ".", e);
            }
            throw e;
        }
    }

    /** Settings that the bundle of today does not take are not offered. */
    private JsonObject describe(Preset preset) {
        return Json.createObjectBuilder(preset.toJson())
                .add("settings", rules.inForceToday(preset.content().settings()))
                .build();
    }

    private JsonObject withNotes(Preset preset, List<String> notes) {
        return Json.createObjectBuilder(describe(preset))
                .add("notes", Json.createArrayBuilder(notes))
                .build();
    }

    private static Response fresh(JsonObjectBuilder body) {
        return Response.ok(body.build()).header("Cache-Control", "no-store").build();
    }

    private UUID viewer() {
        return VisitorCredentials.participantOf(request).orElse(NOBODY);
    }

    private UUID caller() {
        return VisitorCredentials.requireParticipant(request);
    }

    private static UUID idOf(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new RequestException(ApiError.PRESET_UNKNOWN, "There is no such preset.", e);
        }
    }
}
