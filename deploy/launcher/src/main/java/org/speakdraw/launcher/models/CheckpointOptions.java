package org.speakdraw.launcher.models;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.speakdraw.checkpoint.CheckpointException;
import org.speakdraw.checkpoint.HintFinder;
import org.speakdraw.checkpoint.network.Control;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;
import picocli.CommandLine.Option;

/** What a user may want of a bundle that is made of a checkpoint; the same for {@code import} and {@code pull hf:...}. */
final class CheckpointOptions {

    private static final String FULL = "--full";
    private static final String KEEP = "--keep";
    private static final Pattern TORCH = Pattern.compile(".*\\.(bin|ckpt|pt|pth)");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What the bundle is called (default: as the checkpoint).")
    private @Nullable String name;

    @Option(
            names = "--lora",
            paramLabel = "FILE[:SCALE]",
            description = "Adds a LoRA to the weights, as strong as trained or SCALE times as strong; any number.")
    private List<String> loras = new ArrayList<>();

    @Option(
            names = "--live-lora",
            paramLabel = "FILE[:SCALE]",
            description = "A LoRA whose strength everybody sets while painting (lora_scale); any number.")
    private List<String> liveLoras = new ArrayList<>();

    @Option(
            names = "--unet",
            paramLabel = "FOLDER|FILE|hf:OWNER/NAME",
            description = "Another UNet, for models that are published as one by itself.")
    private @Nullable String unet;

    @Option(
            names = "--control",
            paramLabel = "FOLDER|FILE|hf:OWNER/NAME",
            description = "A ControlNet or a T2I-Adapter: then the picture that comes in also says where things are.")
    private @Nullable String control;

    @Option(
            names = "--control-hint",
            paramLabel = "HINT",
            description = "What it is shown: scribble (the dark strokes of a drawing; the default), edges (soft edges"
                    + " of a camera's picture), canny (its thin edges), picture (all of it), depth or pose (found by"
                    + " control/model.onnx in the bundle, or shown by the picture that comes in).")
    private String controlHint = "scribble";

    @Option(
            names = "--control-preprocessor",
            paramLabel = "FILE|FOLDER",
            description = "A graph that finds depths or poses in any picture: model.onnx, or a folder with it.")
    private @Nullable Path controlPreprocessor;

    @Option(
            names = "--ip-adapter",
            paramLabel = "FILE|hf:OWNER/NAME/FILE",
            description = "An IP-Adapter, plain or plus: then images are prompts too. Needs --image-encoder.")
    private @Nullable String ipAdapter;

    @Option(
            names = "--image-encoder",
            paramLabel = "FOLDER|hf:OWNER/NAME/FOLDER",
            description = "The CLIP image encoder that the IP-Adapter was trained with.")
    private @Nullable String imageEncoder;

    @Option(
            names = "--vae",
            paramLabel = "FOLDER|FILE|hf:OWNER/NAME",
            description = "Another autoencoder, such as hf:madebyollin/taesd, with which pictures come much faster.")
    private @Nullable String vae;

    @Option(
            names = "--tokenizer",
            paramLabel = "FOLDER",
            description = "Another tokenizer (default: the checkpoint's own, else CLIP's).")
    private @Nullable Path tokenizer;

    @Option(
            names = "--prediction",
            paramLabel = "TYPE",
            description = "What the UNet predicts, where a checkpoint does not say: epsilon or v_prediction.")
    private @Nullable String prediction;

    @Option(
            names = FULL,
            description = "Weights of 32 bits: twice the size, right for CPUs (default: 16 bits, right for GPUs).")
    private boolean full;

    @Option(names = KEEP, description = "Keeps what was fetched after the bundle is made of it.")
    private boolean keep;

    Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** A file and how strong it is. */
    record LoraChoice(String file, float scale, boolean live) {}

    List<LoraChoice> loras() {
        return Stream.concat(
                        loras.stream().map(text -> lora(text, false)),
                        liveLoras.stream().map(text -> lora(text, true)))
                .toList();
    }

    private static LoraChoice lora(String text, boolean live) {
        int colon = text.lastIndexOf(':');
        // hf:OWNER/NAME/FILE and C:\FILE have colons too.
        if (colon < 0 || !text.substring(colon + 1).matches("-?\\d*\\.?\\d+")) {
            return new LoraChoice(text, 1, live);
        }
        return new LoraChoice(text.substring(0, colon), Float.parseFloat(text.substring(colon + 1)), live);
    }

    Optional<String> unet() {
        return Optional.ofNullable(unet);
    }

    Optional<String> control() {
        return Optional.ofNullable(control);
    }

    Control.Hint controlHint() {
        return Control.Hint.named(controlHint)
                .orElseThrow(() -> new LaunchException(
                        Failure.USAGE,
                        "--control-hint is " + controlHint
                                + "; it is scribble, edges, canny, picture, depth or pose."));
    }

    /**
     * Refuses what can be known to fail before anything is fetched.
     *
     * @throws LaunchException where an option is wrong, or lacks another one
     * @throws CheckpointException where a file is
     */
    void require() throws IOException {
        for (LoraChoice lora : loras()) {
            if (TORCH.matcher(lora.file()).matches()) {
                throw new LaunchException(
                        Failure.USAGE,
                        lora.file() + " is one of torch's own files, as which LoRAs are not read; name its .safetensors"
                                + " file.");
            }
        }
        ipAdapter();
        Control.Hint hint = controlHint();
        Optional<Path> finder = controlPreprocessor();
        if (finder.isPresent()) {
            HintFinder.require(finder.get(), hint);
        }
    }

    /** @throws LaunchException where there is no control that it could find anything for */
    Optional<Path> controlPreprocessor() {
        if (controlPreprocessor != null && control == null) {
            throw new LaunchException(
                    Failure.USAGE, "--control-preprocessor is for a --control, whose hints it finds.");
        }
        return Optional.ofNullable(controlPreprocessor);
    }

    /** @throws LaunchException where only one of the two is given */
    Optional<String> ipAdapter() {
        if ((ipAdapter == null) != (imageEncoder == null)) {
            throw new LaunchException(
                    Failure.USAGE,
                    "Image prompts need both: --ip-adapter and, for the one it was trained with, --image-encoder.");
        }
        return Optional.ofNullable(ipAdapter);
    }

    Optional<String> imageEncoder() {
        return Optional.ofNullable(imageEncoder);
    }

    Optional<String> vae() {
        return Optional.ofNullable(vae);
    }

    Optional<Path> tokenizer() {
        return Optional.ofNullable(tokenizer);
    }

    Optional<String> prediction() {
        return Optional.ofNullable(prediction);
    }

    boolean half() {
        return !full;
    }

    boolean keep() {
        return keep;
    }

    /** As they are typed, those that leave open what the bundle is made of. */
    List<String> howOnly() {
        List<String> typed = new ArrayList<>();
        if (full) {
            typed.add(FULL);
        }
        if (keep) {
            typed.add(KEEP);
        }
        return typed;
    }

    /** Refuses all of them where nothing is made. */
    void requireNone(String why) {
        if (!howOnly().isEmpty()) {
            throw new LaunchException(Failure.USAGE, why);
        }
        requireHowOnly(why);
    }

    /** Refuses those that say what the bundle is made of. */
    void requireHowOnly(String why) {
        boolean any = name != null
                || unet != null
                || control != null
                || controlPreprocessor != null
                || ipAdapter != null
                || imageEncoder != null
                || vae != null
                || tokenizer != null
                || prediction != null;
        if (any || !loras().isEmpty()) {
            throw new LaunchException(Failure.USAGE, why);
        }
    }
}
