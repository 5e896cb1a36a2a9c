package org.speakdraw.app.settings;

import static org.speakdraw.app.settings.Parameter.Group.DENOISING;
import static org.speakdraw.app.settings.Parameter.Group.FILTER;
import static org.speakdraw.app.settings.Parameter.Group.GUIDANCE;
import static org.speakdraw.app.settings.Parameter.Group.MOVEMENT;
import static org.speakdraw.app.settings.Parameter.Group.OUTPUT;
import static org.speakdraw.app.settings.Parameter.Group.PERSON;
import static org.speakdraw.app.settings.Parameter.Group.PICTURE;

import java.util.List;
import java.util.regex.Pattern;
import org.speakdraw.app.settings.Domain.Choice;
import org.speakdraw.app.settings.Domain.Flag;
import org.speakdraw.app.settings.Domain.Real;
import org.speakdraw.app.settings.Domain.Seed;
import org.speakdraw.app.settings.Domain.Text;
import org.speakdraw.app.settings.Domain.Whole;
import org.speakdraw.app.settings.Parameter.Group;
import org.speakdraw.inference.diffusion.CfgType;
import org.speakdraw.inference.imaging.Fit;

/**
 * Every parameter of a stream, as widely as any server offers it: {@link StreamSchema} narrows sizes, rates and
 * defaults to the bundle's. This is the only place where their names on the wire are written; {@code docs/settings.md}
 * and the page's {@code stream-settings.ts} are made from it.
 */
public final class Parameters {

    private static final Pattern INDEX_LIST = Pattern.compile("\\s*|\\s*[0-9]{1,2}\\s*(,\\s*[0-9]{1,2}\\s*){0,7}");
    private static final Whole SIDE = new Whole(64, 1024, 64);

    public static final Parameter<String> PROMPT = basic(
            Group.PROMPT,
            "prompt",
            "Prompt",
            "What to draw. (word:1.3) makes a word count more and [word] less; a fox AND a castle :0.5 mixes two"
                    + " prompts.",
            Text.upTo(StreamSchema.MAX_PROMPT_LENGTH),
            "");
    public static final Parameter<String> NEGATIVE_PROMPT = advanced(
            Group.PROMPT,
            "negative_prompt",
            "Negative prompt",
            "What to keep out of the picture. Only the guidance types initialize and full use it.",
            Text.upTo(StreamSchema.MAX_PROMPT_LENGTH),
            "");
    /** Offered only where the bundle has an IP-Adapter. */
    public static final Parameter<Double> IP_ADAPTER_SCALE = basic(
            Group.PROMPT,
            "ip_adapter_scale",
            "Image prompt",
            "How much the picture is to look like the image prompt; 0 is not at all.",
            new Real(0, 1.5, 0.05),
            0.6);

    public static final Parameter<Mode> MODE = basic(
            PICTURE, "mode", "Mode", "Repaint the whole frame, or only the person.", Choice.of(Mode.class), Mode.FULL);
    public static final Parameter<Input> INPUT = advanced(
            PICTURE,
            "input",
            "Input",
            "Repaint the frames that come in (frames), or paint from the prompt alone (none).",
            Choice.of(Input.class),
            Input.FRAMES);
    public static final Parameter<Double> STRENGTH = basic(
            PICTURE,
            "strength",
            "Strength",
            "How far the painting may move away from the input.",
            new Real(0, 1, 0.01),
            0.5);
    /** Offered, as the two after it, only where the bundle has a ControlNet or a T2I-Adapter. */
    public static final Parameter<Double> CONTROL_STRENGTH = basic(
            PICTURE,
            "control_strength",
            "Keep the shapes",
            "How closely the picture keeps the shapes of what comes in; 0 is not at all.",
            new Real(0, 2, 0.05),
            1.0);

    public static final Parameter<Double> CONTROL_START = advanced(
            PICTURE,
            "control_start",
            "Shapes count from",
            "Part of the way from noise to picture at which the shapes begin to count.",
            new Real(0, 1, 0.05),
            0.0);
    public static final Parameter<Double> CONTROL_END = advanced(
            PICTURE,
            "control_end",
            "Shapes count until",
            "Part of the way from noise to picture up to which the shapes count.",
            new Real(0, 1, 0.05),
            1.0);
    /** Offered only where LoRAs lie beside the model's weights. */
    public static final Parameter<Double> LORA_SCALE = basic(
            PICTURE,
            "lora_scale",
            "Added style",
            "How much the styles or things count that were added to the model (LoRA); 0 is not at all.",
            new Real(0, 2, 0.05),
            1.0);

    public static final Parameter<Integer> WIDTH =
            advanced(PICTURE, "width", "Width", "Width of the picture in pixels.", SIDE, 512);
    public static final Parameter<Integer> HEIGHT =
            advanced(PICTURE, "height", "Height", "Height of the picture in pixels.", SIDE, 512);
    public static final Parameter<Fit> FIT = advanced(
            PICTURE,
            "fit",
            "Fit",
            "When a frame has another shape than the picture: cut off its edges (crop), or show all of it between black"
                    + " bars (letterbox).",
            Choice.of(Fit.class),
            Fit.CROP);

    public static final Parameter<Integer> STEPS = basic(
            DENOISING,
            "steps",
            "Steps",
            "How many times each picture is gone over. More looks cleaner, but comes later: by one picture for each.",
            new Whole(1, 4, 1),
            1);
    public static final Parameter<String> T_INDEX_LIST = advanced(
            DENOISING,
            "t_index_list",
            "Timestep indices",
            "Up to 8 rising indices from 0 to 49 into the 50-step grid, such as 16,32,45. They replace strength and"
                    + " steps; empty leaves it to those.",
            new Text(64, false, INDEX_LIST),
            "");
    public static final Parameter<Long> SEED = basic(
            DENOISING,
            "seed",
            "Seed",
            "The noise every picture starts from; the same seed gives the same picture.",
            new Seed(),
            2L);
    public static final Parameter<Boolean> RANDOM_SEED =
            advanced(DENOISING, "random_seed", "Fresh noise", "Starts every frame from new noise.", new Flag(), false);

    public static final Parameter<Integer> TRANSITION_FRAMES = advanced(
            MOVEMENT,
            "transition_frames",
            "Glide to a new prompt",
            "How many frames the picture takes to turn into what a new prompt asks for; 0 changes it at once.",
            new Whole(0, 60, 1),
            0);
    public static final Parameter<Double> SEED_WALK = advanced(
            MOVEMENT,
            "seed_walk",
            "Seed drift",
            "How fast the picture dreams on by itself: 0 stands still, 0.02 is slow.",
            new Real(0, 0.5, 0.01),
            0.0);
    public static final Parameter<Double> SMOOTHING = advanced(
            MOVEMENT,
            "smoothing",
            "Smoothing",
            "Calms flicker where the scene stands still; what moves stays sharp.",
            new Real(0, 0.95, 0.05),
            0.0);

    public static final Parameter<CfgType> CFG_TYPE = advanced(
            GUIDANCE,
            "cfg_type",
            "Guidance type",
            "Which way the prompt is made to count more: self and initialize (StreamDiffusion's residual guidance) cost"
                    + " little, full doubles the work.",
            Choice.of(CfgType.class),
            CfgType.NONE);
    public static final Parameter<Double> GUIDANCE_SCALE = advanced(
            GUIDANCE,
            "guidance_scale",
            "Guidance scale",
            "How strictly to follow the prompt; 1 is off.",
            new Real(1, 10, 0.1),
            1.0);
    public static final Parameter<Double> DELTA = advanced(
            GUIDANCE,
            "delta",
            "Delta",
            "How far the guidance types self and initialize correct each step by what the step before left over.",
            new Real(0, 1, 0.05),
            1.0);

    public static final Parameter<MatteView> MATTE_VIEW = basic(
            PERSON,
            "matte_view",
            "Show",
            "The picture, the matte of the person (white is repainted), or the frame with a tint over what stays as it"
                    + " is.",
            Choice.of(MatteView.class),
            MatteView.OFF);
    public static final Parameter<Boolean> MATTE_INVERT = basic(
            PERSON,
            "matte_invert",
            "Repaint the background",
            "Keeps the person and repaints everything else.",
            new Flag(),
            false);
    public static final Parameter<Integer> MATTE_GROW = advanced(
            PERSON,
            "matte_grow",
            "Grow the person",
            "By how many pixels the repainted part is larger than the person; below 0 it is smaller.",
            new Whole(-32, 32, 1),
            0);
    public static final Parameter<Integer> MATTE_FEATHER = advanced(
            PERSON,
            "matte_feather",
            "Soft edge",
            "Over how many pixels the edge of the person fades.",
            new Whole(0, 64, 1),
            0);
    public static final Parameter<MatteLight> MATTE_LIGHT = advanced(
            PERSON,
            "matte_light",
            "Edge blending",
            "Mix the edge as light adds up in the world (linear), or as the picture file's values (gamma).",
            Choice.of(MatteLight.class),
            MatteLight.LINEAR);
    /** Offered only where the matting network works at a part of the frame's size. */
    public static final Parameter<MatteRatio> MATTE_RATIO = advanced(
            PERSON,
            "matte_ratio",
            "Matting resolution",
            "Part of the frame's size at which the person is looked for; less is faster and coarser.",
            Choice.of(MatteRatio.class, MatteRatio::id),
            MatteRatio.AUTO);

    public static final Parameter<Boolean> SIMILARITY_FILTER = advanced(
            FILTER,
            "similarity_filter",
            "Skip still frames",
            "Skips frames that hardly differ from the last one.",
            new Flag(),
            false);
    public static final Parameter<Double> SIMILARITY_THRESHOLD = advanced(
            FILTER,
            "similarity_threshold",
            "Similarity threshold",
            "How alike two frames must be (cosine similarity) before one is likely to be skipped.",
            new Real(0.5, 1, 0.005),
            0.98);
    public static final Parameter<Integer> MAX_SKIPPED_FRAMES = advanced(
            FILTER,
            "max_skipped_frames",
            "Most frames skipped in a row",
            "After this many skipped frames in a row, one is painted anyway.",
            new Whole(0, 120, 1),
            10);

    public static final Parameter<Boolean> FREEZE = basic(
            OUTPUT, "freeze", "Freeze", "Keeps the last picture; nothing is painted meanwhile.", new Flag(), false);
    public static final Parameter<Integer> MAX_FPS = advanced(
            OUTPUT,
            "max_fps",
            "Frame rate limit",
            "A lower limit leaves more of the engine to the others.",
            new Whole(1, 60, 1),
            30);
    public static final Parameter<Integer> JPEG_QUALITY = advanced(
            OUTPUT,
            "jpeg_quality",
            "JPEG quality",
            "Quality of the pictures that are sent; higher is sharper and larger.",
            new Whole(30, 100, 1),
            85);

    /** All of them, in the order they are shown. */
    static final List<Parameter<?>> ALL = List.of(
            PROMPT,
            NEGATIVE_PROMPT,
            IP_ADAPTER_SCALE,
            MODE,
            INPUT,
            STRENGTH,
            CONTROL_STRENGTH,
            CONTROL_START,
            CONTROL_END,
            LORA_SCALE,
            WIDTH,
            HEIGHT,
            FIT,
            STEPS,
            T_INDEX_LIST,
            SEED,
            RANDOM_SEED,
            TRANSITION_FRAMES,
            SEED_WALK,
            SMOOTHING,
            CFG_TYPE,
            GUIDANCE_SCALE,
            DELTA,
            MATTE_VIEW,
            MATTE_INVERT,
            MATTE_GROW,
            MATTE_FEATHER,
            MATTE_LIGHT,
            MATTE_RATIO,
            SIMILARITY_FILTER,
            SIMILARITY_THRESHOLD,
            MAX_SKIPPED_FRAMES,
            FREEZE,
            MAX_FPS,
            JPEG_QUALITY);

    private Parameters() {}

    /** One that everybody sees. */
    private static <T> Parameter<T> basic(
            Group group, String id, String title, String description, Domain<T> domain, T initial) {
        return new Parameter<>(id, group, title, description, false, domain, initial);
    }

    /** One for those who ask for more. */
    private static <T> Parameter<T> advanced(
            Group group, String id, String title, String description, Domain<T> domain, T initial) {
        return new Parameter<>(id, group, title, description, true, domain, initial);
    }
}
