package org.speakdraw.app.settings;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.speakdraw.app.platform.JsonText;
import org.speakdraw.app.settings.EngineDevices.Device;
import org.speakdraw.inference.diffusion.DiffusionBundle;

/** {@code GET /api/settings}: what a front end configures itself from. */
@Path("/settings")
public class SettingsResource {

    private static final String NAME = "Realtime SpeakDraw";
    private static final String VERSION = "0.1.0";

    @Inject
    SettingsSchema schema;

    @Inject
    DiffusionBundle bundle;

    @Inject
    EngineDevices devices;

    @Inject
    StreamLimits limits;

    @Inject
    AvailableModes modes;

    @Inject
    SpeechAbility speech;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public JsonObject settings() {
        return Json.createObjectBuilder()
                .add("info", info())
                .add("input_params", JsonText.object(schema.schema()))
                .add("max_queue_size", 0)
                .add("page_content", "<h1>" + NAME + "</h1>")
                .add("bundle", describeBundle())
                .add("devices", describeDevices())
                .add("modes", describeModes())
                .add("limits", describeLimits())
                .add("speech", speech.toJson())
                .add("classicProtocol", limits.classicEnabled())
                .build();
    }

    private static JsonObjectBuilder info() {
        return Json.createObjectBuilder()
                .add("title", "Info")
                .add("type", "object")
                .add(
                        "properties",
                        Json.createObjectBuilder()
                                .add("name", constant("Name", NAME))
                                .add("version", constant("Version", VERSION))
                                .add("input_mode", constant("Input mode", "image")));
    }

    private static JsonObjectBuilder constant(String title, String value) {
        return Json.createObjectBuilder()
                .add("type", "string")
                .add("title", title)
                .add("default", value);
    }

    private JsonObjectBuilder describeBundle() {
        return Json.createObjectBuilder()
                .add("id", bundle.id())
                .add("title", bundle.title())
                .add("licence", bundle.licence())
                .add("description", bundle.description())
                .add("examples", Json.createArrayBuilder(bundle.examples()))
                .add("latentChannels", bundle.latentChannels());
    }

    private JsonArrayBuilder describeDevices() {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (Device device : devices.all()) {
            array.add(Json.createObjectBuilder()
                    .add("id", device.id())
                    .add("title", device.id().toUpperCase(java.util.Locale.ROOT))
                    .add("fallback", textOrNull(device.fallback()))
                    .add("failure", textOrNull(device.failure())));
        }
        return array;
    }

    private static JsonValue textOrNull(Optional<String> text) {
        return text.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL);
    }

    private JsonArrayBuilder describeModes() {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (Mode mode : Mode.values()) {
            JsonObjectBuilder json = Json.createObjectBuilder()
                    .add("id", mode.id())
                    .add("title", mode == Mode.FULL ? "Whole frame" : "Person only");
            modes.reasonAgainst(mode)
                    .ifPresentOrElse(
                            reason -> json.add("available", false).add("reason", reason),
                            () -> json.add("available", true));
            array.add(json);
        }
        return array;
    }

    private JsonObjectBuilder describeLimits() {
        return Json.createObjectBuilder()
                .add("maxFrameBytes", limits.maxFrameBytes())
                .add("maxFramePixels", limits.maxFramePixels())
                .add("maxPromptCharacters", StreamSchema.MAX_PROMPT_LENGTH)
                .add("maxTextMessageBytes", limits.maxTextBytes())
                .add("initialCredit", limits.initialCredit())
                .add("outputWindow", limits.outputWindow());
    }
}
