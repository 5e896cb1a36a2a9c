package org.speakdraw.app.settings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Stream;
import org.speakdraw.inference.diffusion.DiffusionBundle;

/** {@code GET /api/bundles}: what a recording can be repainted with, the active bundle first. */
@Path("/bundles")
public class BundlesResource {

    /** Settings that a model is made for; what is shown and how is the user's. */
    private static final List<String> RECOMMENDED = Stream.of(
                    Parameters.STRENGTH,
                    Parameters.STEPS,
                    Parameters.T_INDEX_LIST,
                    Parameters.CFG_TYPE,
                    Parameters.GUIDANCE_SCALE)
            .map(Parameter::id)
            .toList();

    @Inject
    InstalledBundles bundles;

    @Inject
    StreamLimits limits;

    /**
     * The bundles.
     *
     * @param bundles the active one first
     */
    public record Listing(List<Bundle> bundles) {}

    /**
     * A bundle to paint with.
     *
     * @param id           its folder's name
     * @param sizeMultiple width and height are multiples of it, in pixels
     * @param settings     what its model is made for
     */
    public record Bundle(
            String id, String title, String licence, String description, int sizeMultiple, ObjectNode settings) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Listing list() {
        return new Listing(bundles.all().stream().map(this::describe).toList());
    }

    private Bundle describe(DiffusionBundle bundle) {
        SettingsSchema schema = StreamSchema.of(bundle, limits.maxFps());
        ObjectNode recommended = schema.toJson(schema.defaults()).retain(RECOMMENDED);
        return new Bundle(
                bundle.id(),
                bundle.title(),
                bundle.licence(),
                bundle.description(),
                bundle.sizeMultiple(),
                recommended);
    }
}
