package org.speakdraw.app.classic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.Parameters;

/** What livepeer's front end of StreamDiffusion calls parameters, as parameters of ours. */
final class LivepeerParameters {

    /** Steps of the grid that our indices point into. */
    private static final int GRID = 50;

    private static final int MAX_INDICES = 8;
    private static final int MAX_SEEDS = 16;
    private static final Pattern RESOLUTION =
            Pattern.compile("\\s*(\\d{1,5})\\s*[xX]\\s*(\\d{1,5})\\b.{0,40}", Pattern.DOTALL);

    private LivepeerParameters() {}

    /** The body of {@code /api/params}: those under our names as they are, resolution and timestep indices in our form. */
    static ObjectNode ofParams(ObjectNode body) {
        ObjectNode wishes = body.deepCopy();
        addResolution(body.path("resolution"), wishes);
        addIndices(body, wishes);
        return wishes;
    }

    /** {@code {"width": 512, "height": 768}}, or {@code "512x768 (2:3)"}. */
    private static void addResolution(JsonNode resolution, ObjectNode wishes) {
        Matcher sides = RESOLUTION.matcher(resolution.asText());
        if (resolution.isObject()) {
            wishes.set(Parameters.WIDTH.id(), resolution.path("width"));
            wishes.set(Parameters.HEIGHT.id(), resolution.path("height"));
        } else if (resolution.isTextual() && sides.matches()) {
            wishes.put(Parameters.WIDTH.id(), sides.group(1)).put(Parameters.HEIGHT.id(), sides.group(2));
        }
    }

    /** Theirs point into a grid of {@code num_inference_steps}, 50 unless it is given. */
    private static void addIndices(ObjectNode body, ObjectNode wishes) {
        JsonNode indices = body.path(Parameters.T_INDEX_LIST.id());
        int grid = body.path("num_inference_steps").asInt(GRID);
        if (indices.isArray() && indices.size() <= MAX_INDICES && grid >= 1 && grid <= 1000) {
            ArrayNode scaled = JsonNodeFactory.instance.arrayNode();
            indices.forEach(index -> scaled.add((int) Math.round((double) index.asInt() * GRID / grid)));
            wishes.set(Parameters.T_INDEX_LIST.id(), scaled);
        }
    }

    /**
     * The body of {@code /api/blending}: {@code prompt_list} as one prompt, and of {@code seed_list} the seed that weighs
     * most, as seeds are not mixed here.
     *
     * @throws RequestException {@code request-invalid}
     */
    static ObjectNode ofBlending(ObjectNode body) {
        ObjectNode wishes = JsonNodeFactory.instance.objectNode();
        if (body.has("prompt_list")) {
            wishes.put(
                    Parameters.PROMPT.id(),
                    PromptBlend.read(body.get("prompt_list")).prompt());
        }
        if (body.has("seed_list")) {
            wishes.set(Parameters.SEED.id(), heaviest(body.get("seed_list")));
        }
        if (wishes.isEmpty()) {
            throw new RequestException(ApiError.REQUEST_INVALID, "There is neither prompt_list nor seed_list.");
        }
        return wishes;
    }

    private static JsonNode heaviest(JsonNode list) {
        if (!list.isArray() || list.isEmpty() || list.size() > MAX_SEEDS) {
            throw new RequestException(
                    ApiError.REQUEST_INVALID, "seed_list has up to " + MAX_SEEDS + " seeds as [seed, weight].");
        }
        JsonNode heaviest = list.get(0);
        for (JsonNode seed : list) {
            if (weight(seed) > weight(heaviest)) {
                heaviest = seed;
            }
        }
        return heaviest.isArray() ? heaviest.path(0) : heaviest.path("seed");
    }

    private static double weight(JsonNode seed) {
        return (seed.isArray() ? seed.path(1) : seed.path("weight")).asDouble();
    }
}
