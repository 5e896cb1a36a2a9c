package org.speakdraw.app.settings;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.PropertyError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.inference.diffusion.Continuity;
import org.speakdraw.inference.diffusion.ControlStrength;
import org.speakdraw.inference.diffusion.StreamParameters;
import org.speakdraw.inference.diffusion.TimestepSelection;
import org.speakdraw.inference.imaging.CompositeOptions;
import org.speakdraw.inference.imaging.Fit;
import org.speakdraw.inference.matting.DownsampleRatio;

/**
 * The settings of one session, every value valid by itself. Made by {@link SettingsSchema} only; immutable.
 */
public final class StreamSettings {

    private final Map<String, Object> values;

    StreamSettings(Map<String, Object> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The value of a parameter, or what it begins with where the server does not offer it. */
    public <T> T get(Parameter<T> parameter) {
        Object value = values.get(parameter.id());
        return value == null ? parameter.initial() : parameter.domain().type().cast(value);
    }

    public String prompt() {
        return get(Parameters.PROMPT);
    }

    public String negativePrompt() {
        return get(Parameters.NEGATIVE_PROMPT);
    }

    /** What is repainted. */
    public Mode mode() {
        return get(Parameters.MODE);
    }

    /** What a picture is painted from. */
    public Input input() {
        return get(Parameters.INPUT);
    }

    /** Whether the last picture stays and nothing is painted. */
    public boolean frozen() {
        return get(Parameters.FREEZE);
    }

    /** Picture width in pixels. */
    public int width() {
        return get(Parameters.WIDTH);
    }

    /** Picture height in pixels. */
    public int height() {
        return get(Parameters.HEIGHT);
    }

    /** How a frame of another aspect is fitted. */
    public Fit fit() {
        return get(Parameters.FIT);
    }

    /** Whether frames that hardly differ from the last one are skipped. */
    public boolean similarityFilter() {
        return get(Parameters.SIMILARITY_FILTER);
    }

    /** Cosine similarity from which a skip becomes likely, 0.5..1. */
    public float similarityThreshold() {
        return get(Parameters.SIMILARITY_THRESHOLD).floatValue();
    }

    /** Skips in a row at most. */
    public int maxSkippedFrames() {
        return get(Parameters.MAX_SKIPPED_FRAMES);
    }

    /** How {@code human} mode puts picture and frame together. */
    public CompositeOptions compositeOptions() {
        return new CompositeOptions(
                get(Parameters.MATTE_LIGHT) == MatteLight.LINEAR,
                get(Parameters.MATTE_FEATHER),
                get(Parameters.MATTE_GROW),
                get(Parameters.MATTE_INVERT));
    }

    /** Whether {@code human} mode shows the picture or the matte. */
    public MatteView matteView() {
        return get(Parameters.MATTE_VIEW);
    }

    /**
     * At which part of a frame's size the person is looked for: {@code recommended} unless one is offered and chosen.
     */
    public DownsampleRatio matteRatio(DownsampleRatio recommended) {
        return get(Parameters.MATTE_RATIO).orElse(recommended);
    }

    /** 30..100. */
    public int jpegQuality() {
        return get(Parameters.JPEG_QUALITY);
    }

    /** How much an image prompt counts, 0..1.5. */
    public float imageScale() {
        return get(Parameters.IP_ADAPTER_SCALE).floatValue();
    }

    /** How much LoRAs count that are beside the model's weights, 0..2. */
    public float loraScale() {
        return get(Parameters.LORA_SCALE).floatValue();
    }

    /** Of the initial noise, 0..4294967295. */
    public long seed() {
        return get(Parameters.SEED);
    }

    /** Frames painted a second at most, 1..60. */
    public int maxFps() {
        return get(Parameters.MAX_FPS);
    }

    /**
     * What the diffusion stream needs of these settings.
     *
     * @param timesteps what strength means to the model
     */
    public StreamParameters streamParameters(TimestepSelection timesteps) {
        return new StreamParameters(
                width(),
                height(),
                timestepIndices(timesteps),
                get(Parameters.CFG_TYPE),
                get(Parameters.GUIDANCE_SCALE).floatValue(),
                get(Parameters.DELTA).floatValue(),
                true,
                seed(),
                get(Parameters.RANDOM_SEED),
                new Continuity(
                        get(Parameters.TRANSITION_FRAMES),
                        get(Parameters.SEED_WALK).floatValue(),
                        get(Parameters.SMOOTHING).floatValue()),
                new ControlStrength(
                        get(Parameters.CONTROL_STRENGTH).floatValue(),
                        get(Parameters.CONTROL_START).floatValue(),
                        get(Parameters.CONTROL_END).floatValue()),
                loraScale());
    }

    /** Without frames it begins with pure noise, whatever the strength is: there is nothing to keep. */
    private List<Integer> timestepIndices(TimestepSelection timesteps) {
        String list = get(Parameters.T_INDEX_LIST);
        List<Integer> indices = list.isBlank()
                ? timesteps.indices(get(Parameters.STRENGTH), get(Parameters.STEPS))
                : Arrays.stream(list.split(","))
                        .map(index -> Integer.valueOf(index.strip()))
                        .toList();
        return input() == Input.NONE && indices.get(0) != 0
                ? TimestepSelection.LINEAR.indices(1, indices.size())
                : indices;
    }

    /** What no property can check alone. */
    void check() {
        try {
            streamParameters(TimestepSelection.LINEAR);
        } catch (IllegalArgumentException e) {
            String detail = String.valueOf(e.getMessage());
            throw new RequestException(
                    ApiError.SETTINGS_INVALID,
                    Parameters.T_INDEX_LIST.id() + ": " + detail,
                    List.of(new PropertyError(Parameters.T_INDEX_LIST.id(), detail)));
        }
    }

    Map<String, Object> values() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StreamSettings settings && settings.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Every value; a prompt is somebody's words, so it does not belong into a log. */
    @Override
    public String toString() {
        Map<String, Object> shown = new LinkedHashMap<>(values);
        shown.keySet().removeAll(List.of(Parameters.PROMPT.id(), Parameters.NEGATIVE_PROMPT.id()));
        return "StreamSettings" + shown;
    }
}
