package org.speakdraw.app.settings;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
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

    @Inject
    BadgePlace badge;

    @Inject
    SignInAbility signIn;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public ServerSettings settings() {
        return new ServerSettings(
                ServerSettings.Info.of(NAME, VERSION),
                schema.schema(),
                limits.maxSessions(),
                "<h1>" + NAME + "</h1>",
                describe(bundle),
                devices.all().stream().map(SettingsResource::describe).toList(),
                Stream.of(Mode.values()).map(this::describe).toList(),
                describe(limits),
                describe(speech.state()),
                limits.classicEnabled(),
                badge,
                signIn.available());
    }

    private static ServerSettings.Bundle describe(DiffusionBundle bundle) {
        return new ServerSettings.Bundle(
                bundle.id(),
                bundle.title(),
                bundle.licence(),
                bundle.description(),
                List.copyOf(bundle.examples()),
                bundle.latentChannels(),
                bundle.control().map(kind -> new ServerSettings.Control(kind.id(), bundle.findsControl())));
    }

    private static ServerSettings.Device describe(EngineDevices.Device device) {
        return new ServerSettings.Device(
                device.id(), device.id().toUpperCase(Locale.ROOT), device.fallback(), device.failure());
    }

    private ServerSettings.ModeOffer describe(Mode mode) {
        Optional<String> reason = modes.reasonAgainst(mode);
        String title = mode == Mode.FULL ? "Whole frame" : "Person only";
        return new ServerSettings.ModeOffer(mode.id(), title, reason.isEmpty(), reason);
    }

    private static ServerSettings.Limits describe(StreamLimits limits) {
        return new ServerSettings.Limits(
                limits.maxFrameBytes(),
                limits.maxFramePixels(),
                StreamSchema.MAX_PROMPT_LENGTH,
                limits.maxTextBytes(),
                limits.initialCredit(),
                limits.outputWindow());
    }

    private static ServerSettings.Speech describe(SpeechAbility.State state) {
        return new ServerSettings.Speech(
                state.reason().isEmpty(),
                state.reason(),
                SpeechAbility.SAMPLE_RATE,
                state.maxSeconds(),
                state.languages().stream().sorted().toList(),
                state.translates());
    }
}
