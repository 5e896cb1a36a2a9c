package org.speakdraw.app.settings;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.speakdraw.inference.diffusion.DiffusionBundle;

/** {@code GET /api/bundles}: what a recording can be repainted with, the active bundle first. */
@Path("/bundles")
public class BundlesResource {

    /** Settings that a model is made for; what is shown and how is the user's. */
    private static final List<String> RECOMMENDED =
            List.of("strength", "steps", "t_index_list", "cfg_type", "guidance_scale");

    @Inject
    InstalledBundles bundles;

    @Inject
    StreamLimits limits;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public JsonObject list() {
        JsonArrayBuilder array = Json.createArrayBuilder();
        bundles.all().forEach(bundle -> array.add(describe(bundle)));
        return Json.createObjectBuilder().add("bundles", array).build();
    }

    private JsonObjectBuilder describe(DiffusionBundle bundle) {
        SettingsSchema schema = StreamSchema.of(bundle, limits.maxFps());
        JsonObject all = schema.toJson(schema.defaults());
        JsonObjectBuilder recommended = Json.createObjectBuilder();
        RECOMMENDED.forEach(id -> recommended.add(id, all.get(id)));
        return Json.createObjectBuilder()
                .add("id", bundle.id())
                .add("title", bundle.title())
                .add("licence", bundle.licence())
                .add("description", bundle.description())
                .add("sizeMultiple", bundle.sizeMultiple())
                .add("settings", recommended);
    }
}
