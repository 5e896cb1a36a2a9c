package org.speakdraw.app.settings;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answer of {@code GET /api/settings}. The names with underscores are those that other front ends of the field
 * read.
 *
 * @param info            name and version, as the schema of an object with constants
 * @param inputParams     JSON Schema of the stream's parameters
 * @param maxQueueSize    sessions at once, painted or waiting; more are turned away
 * @param pageContent     a heading in HTML
 * @param classicProtocol whether {@code /api/ws/{uuid}} is served
 * @param aiBadge         corner in which saved pictures show that AI made them, such as {@code bottom-right}
 * @param signIn          whether people can sign in with accounts of their school
 */
public record ServerSettings(
        Info info,
        @JsonProperty("input_params") ObjectNode inputParams,
        @JsonProperty("max_queue_size") int maxQueueSize,
        @JsonProperty("page_content") String pageContent,
        Bundle bundle,
        List<Device> devices,
        List<ModeOffer> modes,
        Limits limits,
        Speech speech,
        boolean classicProtocol,
        BadgePlace aiBadge,
        boolean signIn) {

    /** A schema whose properties are constants. */
    public record Info(String title, String type, Map<String, Constant> properties) {

        static Info of(String name, String version) {
            return new Info(
                    "Info",
                    "object",
                    Map.of(
                            "name", Constant.of("Name", name),
                            "version", Constant.of("Version", version),
                            "input_mode", Constant.of("Input mode", "image")));
        }
    }

    /** A text that is always the same. */
    public record Constant(
            String type,
            String title,
            @JsonProperty("default") String value) {

        static Constant of(String title, String value) {
            return new Constant("string", title, value);
        }
    }

    /**
     * The model that this server paints with.
     *
     * @param examples prompts that work well with it
     * @param control  what counts in the picture that comes in; absent where the model has no control
     */
    public record Bundle(
            String id,
            String title,
            String licence,
            String description,
            List<String> examples,
            int latentChannels,
            Optional<Control> control) {}

    /**
     * What a control looks at.
     *
     * @param kind  {@code scribble, edges, canny, picture, depth} or {@code pose}
     * @param found whether it is found in any picture; else what comes in has to show it already, as a map
     */
    public record Control(String kind, boolean found) {}

    /**
     * A configured device.
     *
     * @param fallback why it is not the one that was asked for; null when it is
     * @param failure  why nothing runs on it; null when it works
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Device(String id, String title, Optional<String> fallback, Optional<String> failure) {}

    /**
     * What may be repainted.
     *
     * @param reason why it is not available, a sentence for people
     */
    public record ModeOffer(String id, String title, boolean available, Optional<String> reason) {}

    /**
     * What the server refuses to exceed.
     *
     * @param initialCredit frames that may be sent before the server asks for more
     * @param outputWindow  frames sent before the client says that it has them
     */
    public record Limits(
            int maxFrameBytes,
            long maxFramePixels,
            int maxPromptCharacters,
            int maxTextMessageBytes,
            int initialCredit,
            int outputWindow) {}

    /**
     * Whether and how speech is understood.
     *
     * @param reason     why it is not, a sentence for people; null when it is
     * @param sampleRate of the sound that the socket takes, in Hz
     * @param maxSeconds of one utterance
     * @param languages  codes it can be told to listen for, sorted
     * @param translate  whether it can write in English what is said in another language
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Speech(
            boolean available,
            Optional<String> reason,
            int sampleRate,
            int maxSeconds,
            List<String> languages,
            boolean translate) {}
}
