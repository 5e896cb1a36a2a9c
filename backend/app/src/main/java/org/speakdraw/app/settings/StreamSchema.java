package org.speakdraw.app.settings;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.speakdraw.app.settings.Parameter.Choice;
import org.speakdraw.app.settings.Parameter.Flag;
import org.speakdraw.app.settings.Parameter.Label;
import org.speakdraw.app.settings.Parameter.Real;
import org.speakdraw.app.settings.Parameter.Text;
import org.speakdraw.app.settings.Parameter.Whole;
import org.speakdraw.inference.diffusion.CfgType;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.RecommendedSettings;
import org.speakdraw.inference.diffusion.TimestepSelection;
import org.speakdraw.inference.imaging.Fit;
import org.speakdraw.inference.matting.MattingBundle;

/** The table of a stream's parameters. The defaults are what the active bundle recommends. */
@Singleton
public class StreamSchema {

    /** The longest prompt in UTF-16 units. */
    public static final int MAX_PROMPT_LENGTH = 2000;

    /** Steps of the LCM grid that timestep indices count in. */
    private static final int LCM_STEPS = 50;

    /** The largest picture side in pixels. */
    private static final int MAX_SIDE = 1024;

    private static final int MIN_SIDE = 64;

    /** What cameras send. */
    private static final int USUAL_FPS = 30;

    private static final String INDEX_LIST = "\\s*|\\s*[0-9]{1,2}\\s*(,\\s*[0-9]{1,2}\\s*){0,7}";

    /** What this server's sessions may set. */
    @Produces
    @Singleton
    SettingsSchema offered(DiffusionBundle bundle, ActiveBundle active, StreamLimits limits) {
        SettingsSchema schema = of(bundle, limits.maxFps());
        return active.matting().filter(MattingBundle::heedsRatio).isPresent() ? schema.with(matteRatio()) : schema;
    }

    /** The bundle's own defaults, and {@code maxFps} as the highest frame rate that may be asked for. */
    public static SettingsSchema of(DiffusionBundle bundle, int maxFps) {
        return table(Defaults.of(bundle), maxFps);
    }

    /**
     * What depends on the bundle.
     *
     * @param sideStep width and height are multiples of it, in pixels
     */
    record Defaults(
            String prompt,
            int width,
            int height,
            double strength,
            int steps,
            String timestepIndices,
            String cfgType,
            double guidanceScale,
            int sideStep) {

        static Defaults of(DiffusionBundle bundle) {
            RecommendedSettings recommended = bundle.recommended();
            List<Integer> indices = recommended.tIndexList();
            double strength = 1 - indices.get(0) / (double) LCM_STEPS;
            boolean derivable =
                    TimestepSelection.indices(strength, indices.size()).equals(indices);
            return new Defaults(
                    recommended.prompt(),
                    recommended.width(),
                    recommended.height(),
                    strength,
                    indices.size(),
                    derivable ? "" : indices.stream().map(String::valueOf).collect(Collectors.joining(",")),
                    nameOf(recommended.cfgType()),
                    recommended.guidanceScale(),
                    Math.max(MIN_SIDE, bundle.sizeMultiple()));
        }
    }

    static SettingsSchema table(Defaults recommended, int maxFps) {
        long sideStep = recommended.sideStep();
        List<Parameter> parameters = new ArrayList<>(List.of(
                new Text(
                        new Label(
                                "prompt",
                                "Prompt",
                                "What to draw. (word:1.3) makes a word count more, [word] less; a fox AND a castle :0.5 mixes.",
                                "prompt",
                                false),
                        recommended.prompt(),
                        MAX_PROMPT_LENGTH,
                        "",
                        "textarea"),
                new Text(
                        new Label(
                                "negative_prompt",
                                "Negative prompt",
                                "What to keep out; used by the guidance types initialize and full.",
                                "prompt",
                                true),
                        "",
                        MAX_PROMPT_LENGTH,
                        "",
                        "textarea"),
                new Choice(
                        new Label("mode", "Mode", "Repaint the whole frame, or only the person.", "picture", false),
                        Mode.FULL.id(),
                        namesOf(Mode.values())),
                new Choice(
                        new Label(
                                "input",
                                "Input",
                                "Repaint the frames that come in (frames), or paint from the words alone (none).",
                                "picture",
                                true),
                        Input.FRAMES.id(),
                        namesOf(Input.values())),
                new Real(
                        new Label("strength", "Strength", "How far the picture may leave the input.", "picture", false),
                        recommended.strength(),
                        0,
                        1,
                        0.01),
                new Whole(
                        new Label(
                                "steps",
                                "Steps",
                                "Denoising steps of a frame; more are calmer and later by as many frames.",
                                "denoising",
                                false),
                        (long) recommended.steps(),
                        1,
                        4,
                        1,
                        "range"),
                new Text(
                        new Label(
                                "t_index_list",
                                "Timestep indices",
                                "Rising indices 0..49 into the 50-step grid, instead of strength and steps.",
                                "denoising",
                                true),
                        recommended.timestepIndices(),
                        64,
                        INDEX_LIST,
                        "text"),
                new Whole(
                        new Label("seed", "Seed", "The noise the picture starts from.", "denoising", false),
                        2L,
                        0,
                        4294967295L,
                        1,
                        "seed"),
                new Flag(
                        new Label("random_seed", "Fresh noise", "New noise for every frame.", "denoising", true),
                        false)));
        parameters.addAll(MovementParameters.all());
        parameters.addAll(List.of(
                new Choice(
                        new Label(
                                "cfg_type",
                                "Guidance type",
                                "Residual classifier-free guidance, as StreamDiffusion names it.",
                                "guidance",
                                true),
                        recommended.cfgType(),
                        namesOf(CfgType.values())),
                new Real(
                        new Label(
                                "guidance_scale",
                                "Guidance scale",
                                "How strictly to follow the prompt; 1 is off.",
                                "guidance",
                                true),
                        recommended.guidanceScale(),
                        1,
                        10,
                        0.1),
                new Real(
                        new Label(
                                "delta",
                                "Delta",
                                "Weight of the residual noise in the guidance types self and initialize.",
                                "guidance",
                                true),
                        1.0,
                        0,
                        1,
                        0.05),
                side("width", "Width", recommended.width(), sideStep),
                side("height", "Height", recommended.height(), sideStep),
                new Choice(
                        new Label("fit", "Fit", "Crop a frame of another aspect, or show all of it.", "picture", true),
                        "crop",
                        namesOf(Fit.values())),
                new Choice(
                        new Label(
                                "matte_view",
                                "Show",
                                "The picture, the matte of the person (white is repainted), or the frame with a tint over"
                                        + " what stays as it is.",
                                "person",
                                false),
                        "off",
                        namesOf(MatteView.values())),
                new Flag(
                        new Label(
                                "matte_invert",
                                "Repaint the background",
                                "Keeps the person and repaints everything else.",
                                "person",
                                false),
                        false),
                new Whole(
                        new Label(
                                "matte_grow",
                                "Grow the person",
                                "Pixels by which the repainted part is larger than the person; below 0 smaller.",
                                "person",
                                true),
                        0L,
                        -32,
                        32,
                        1,
                        "range"),
                new Whole(
                        new Label("matte_feather", "Soft edge", "Pixels over which the edge fades.", "person", true),
                        0L,
                        0,
                        64,
                        1,
                        "range"),
                new Choice(
                        new Label(
                                "matte_light",
                                "Mix edges as",
                                "Light as it adds up in the world, or the values of the picture file.",
                                "person",
                                true),
                        "linear",
                        List.of("linear", "gamma")),
                new Flag(
                        new Label(
                                "similarity_filter",
                                "Skip still frames",
                                "Skip frames that hardly differ from the last one.",
                                "filter",
                                true),
                        false),
                new Real(
                        new Label(
                                "similarity_threshold",
                                "Similarity threshold",
                                "Cosine similarity from which a skip becomes likely.",
                                "filter",
                                true),
                        0.98,
                        0.5,
                        1,
                        0.005),
                new Whole(
                        new Label(
                                "max_skipped_frames",
                                "Skipped frames at most",
                                "After so many skips in a row a frame is repainted.",
                                "filter",
                                true),
                        10L,
                        0,
                        120,
                        1,
                        "range"),
                new Flag(
                        new Label(
                                "freeze",
                                "Freeze",
                                "The last picture stays; nothing is painted meanwhile.",
                                "output",
                                false),
                        false),
                new Whole(
                        new Label(
                                "max_fps",
                                "Frames a second at most",
                                "Fewer leave more of the engine to the others.",
                                "output",
                                true),
                        (long) Math.min(USUAL_FPS, maxFps),
                        1,
                        maxFps,
                        1,
                        "range"),
                new Whole(
                        new Label("jpeg_quality", "JPEG quality", "Of the picture that is sent.", "output", true),
                        85L,
                        30,
                        100,
                        1,
                        "range")));
        return new SettingsSchema(parameters);
    }

    /** For matting networks that work at a part of the frame's size; others do not offer it. */
    static Parameter matteRatio() {
        return new Choice(
                new Label(
                        "matte_ratio",
                        "Matting resolution",
                        "Part of the frame's size at which the person is looked for; less is faster and coarser.",
                        "person",
                        true),
                StreamSettings.RECOMMENDED_RATIO,
                List.of(StreamSettings.RECOMMENDED_RATIO, "0.25", "0.375", "0.5", "0.75", "1"));
    }

    private static Parameter side(String id, String title, int recommended, long step) {
        return new Whole(
                new Label(id, title, title + " of the picture in pixels.", "picture", true),
                Math.max(step, recommended / step * step),
                step,
                MAX_SIDE / step * step,
                step,
                "range");
    }

    private static List<String> namesOf(Enum<?>[] values) {
        return Arrays.stream(values).map(StreamSchema::nameOf).toList();
    }

    private static String nameOf(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
