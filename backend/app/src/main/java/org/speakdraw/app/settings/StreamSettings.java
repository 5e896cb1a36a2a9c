package org.speakdraw.app.settings;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.PropertyError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.inference.diffusion.CfgType;
import org.speakdraw.inference.diffusion.StreamParameters;
import org.speakdraw.inference.diffusion.TimestepSelection;
import org.speakdraw.inference.imaging.CompositeOptions;
import org.speakdraw.inference.imaging.Fit;
import org.speakdraw.inference.matting.DownsampleRatio;

/**
 * The settings of one session, every value valid by itself. Made by {@link SettingsSchema} only; immutable.
 */
public final class StreamSettings {

    /** Leaves the choice of a ratio to the bundle. */
    static final String RECOMMENDED_RATIO = "auto";

    private final Map<String, Object> values;

    StreamSettings(Map<String, Object> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public String prompt() {
        return text("prompt");
    }

    public String negativePrompt() {
        return text("negative_prompt");
    }

    /** What is repainted. */
    public Mode mode() {
        return Mode.valueOf(text("mode").toUpperCase(Locale.ROOT));
    }

    /** What a picture is painted from. */
    public Input input() {
        return Input.valueOf(text("input").toUpperCase(Locale.ROOT));
    }

    /** Whether the last picture stays and nothing is painted. */
    public boolean frozen() {
        return (boolean) value("freeze");
    }

    /** Picture width in pixels. */
    public int width() {
        return whole("width");
    }

    /** Picture height in pixels. */
    public int height() {
        return whole("height");
    }

    /** How a frame of another aspect is fitted. */
    public Fit fit() {
        return Fit.valueOf(text("fit").toUpperCase(Locale.ROOT));
    }

    /** Whether frames that hardly differ from the last one are skipped. */
    public boolean similarityFilter() {
        return (boolean) value("similarity_filter");
    }

    /** Cosine similarity from which a skip becomes likely, 0.5..1. */
    public float similarityThreshold() {
        return (float) real("similarity_threshold");
    }

    /** Skips in a row at most. */
    public int maxSkippedFrames() {
        return whole("max_skipped_frames");
    }

    /** How {@code human} mode puts picture and frame together. */
    public CompositeOptions compositeOptions() {
        return new CompositeOptions(
                text("matte_light").equals("linear"), whole("matte_feather"), whole("matte_grow"), (boolean)
                        value("matte_invert"));
    }

    /** Whether {@code human} mode shows the picture or the matte. */
    public MatteView matteView() {
        return MatteView.valueOf(text("matte_view").toUpperCase(Locale.ROOT));
    }

    /** At which part of a frame's size the person is looked for: {@code recommended} unless one is offered and chosen. */
    public DownsampleRatio matteRatio(DownsampleRatio recommended) {
        Object chosen = values.getOrDefault("matte_ratio", RECOMMENDED_RATIO);
        return chosen.equals(RECOMMENDED_RATIO) ? recommended : DownsampleRatio.of(Float.parseFloat((String) chosen));
    }

    /** 30..100. */
    public int jpegQuality() {
        return whole("jpeg_quality");
    }

    /** Of the initial noise, 0..4294967295. */
    public long seed() {
        return (long) value("seed");
    }

    /** Frames painted a second at most, 1..60. */
    public int maxFps() {
        return whole("max_fps");
    }

    /** What the diffusion stream needs of these settings. */
    public StreamParameters streamParameters() {
        return new StreamParameters(
                width(),
                height(),
                timestepIndices(),
                CfgType.valueOf(text("cfg_type").toUpperCase(Locale.ROOT)),
                (float) real("guidance_scale"),
                (float) real("delta"),
                true,
                seed(),
                (boolean) value("random_seed"),
                MovementParameters.of(this));
    }

    /** Without frames it begins with pure noise, whatever the strength is: there is nothing to keep. */
    private List<Integer> timestepIndices() {
        String list = text("t_index_list");
        List<Integer> indices = list.isBlank()
                ? TimestepSelection.indices(real("strength"), whole("steps"))
                : Arrays.stream(list.split(","))
                        .map(index -> Integer.valueOf(index.strip()))
                        .toList();
        return input() == Input.NONE && indices.get(0) != 0 ? TimestepSelection.indices(1, indices.size()) : indices;
    }

    /** What no property can check alone. */
    void check() {
        try {
            streamParameters();
        } catch (IllegalArgumentException e) {
            String detail = String.valueOf(e.getMessage());
            throw new RequestException(
                    ApiError.SETTINGS_INVALID,
                    "t_index_list: " + detail,
                    List.of(new PropertyError("t_index_list", detail)));
        }
    }

    Map<String, Object> values() {
        return values;
    }

    Object value(String id) {
        return Objects.requireNonNull(values.get(id), id);
    }

    private String text(String id) {
        return (String) value(id);
    }

    private int whole(String id) {
        return Math.toIntExact((Long) value(id));
    }

    private double real(String id) {
        return (double) value(id);
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
        shown.keySet().removeAll(List.of("prompt", "negative_prompt"));
        return "StreamSettings" + shown;
    }
}
