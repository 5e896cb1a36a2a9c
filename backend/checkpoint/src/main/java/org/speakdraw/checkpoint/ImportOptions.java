package org.speakdraw.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.speakdraw.checkpoint.layout.UsualSizes;
import org.speakdraw.checkpoint.lora.Loras;
import org.speakdraw.checkpoint.network.Control;

/**
 * What the user wants of a bundle. {@link #USUAL} is nothing in particular; the {@code with...} methods change one thing.
 *
 * @param title      for people; empty: the bundle's name
 * @param licence    under which the weights are used; empty where unknown
 * @param half       whether weights have 16 bits: half the size and for GPUs twice the speed, for CPUs slower
 * @param prediction what the UNet predicts ({@code epsilon, v_prediction, sample}) where the checkpoint is wrong or silent
 * @param loras      added to the weights, or beside them
 * @param unet       folder or file of another UNet
 * @param control    folder or file of a ControlNet or a T2I-Adapter, and what it is shown
 * @param image      an IP-Adapter and its image encoder
 * @param vae        folder or file of another autoencoder
 * @param tokenizer  folder of another tokenizer
 * @param sizes      what checkpoints of one file do not say
 * @param sources    addresses that everything was fetched from, which cannot mean anything else tomorrow
 */
public record ImportOptions(
        String title,
        String licence,
        boolean half,
        Optional<String> prediction,
        List<Loras.Choice> loras,
        Optional<Path> unet,
        Optional<ControlChoice> control,
        Optional<ImageChoice> image,
        Optional<Path> vae,
        Optional<Path> tokenizer,
        UsualSizes sizes,
        List<String> sources) {

    /** The checkpoint as it is, with 32 bits. */
    public static final ImportOptions USUAL = new ImportOptions(
            "",
            "",
            false,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            UsualSizes.PUBLISHED,
            List.of());

    /**
     * A ControlNet or a T2I-Adapter and what is made of the picture for it.
     *
     * @param finder a graph that finds what it is shown, or a folder with {@code model.onnx}; for hints that no graph of ours
     *     finds
     */
    public record ControlChoice(Path net, Control.Hint hint, Optional<Path> finder) {

        public ControlChoice(Path net, Control.Hint hint) {
            this(net, hint, Optional.empty());
        }
    }

    /**
     * An IP-Adapter, which makes images prompts.
     *
     * @param adapter its file
     * @param encoder folder of the CLIP image encoder that it was trained with
     */
    public record ImageChoice(Path adapter, Path encoder) {}

    public ImportOptions {
        loras = List.copyOf(loras);
        sources = List.copyOf(sources);
        prediction.ifPresent(type -> {
            if (!List.of("epsilon", "v_prediction", "sample").contains(type)) {
                throw new CheckpointException("The prediction is " + type + "; it is epsilon, v_prediction or sample.");
            }
        });
    }

    public ImportOptions withNames(String newTitle, String newLicence) {
        return new ImportOptions(
                newTitle, newLicence, half, prediction, loras, unet, control, image, vae, tokenizer, sizes, sources);
    }

    public ImportOptions withHalf(boolean newHalf) {
        return new ImportOptions(
                title, licence, newHalf, prediction, loras, unet, control, image, vae, tokenizer, sizes, sources);
    }

    public ImportOptions withPrediction(Optional<String> newPrediction) {
        return new ImportOptions(
                title, licence, half, newPrediction, loras, unet, control, image, vae, tokenizer, sizes, sources);
    }

    public ImportOptions withLoras(List<Loras.Choice> newLoras) {
        return new ImportOptions(
                title, licence, half, prediction, newLoras, unet, control, image, vae, tokenizer, sizes, sources);
    }

    public ImportOptions withUnet(Optional<Path> newUnet) {
        return new ImportOptions(
                title, licence, half, prediction, loras, newUnet, control, image, vae, tokenizer, sizes, sources);
    }

    public ImportOptions withControl(Optional<ControlChoice> newControl) {
        return new ImportOptions(
                title, licence, half, prediction, loras, unet, newControl, image, vae, tokenizer, sizes, sources);
    }

    public ImportOptions withImage(Optional<ImageChoice> newImage) {
        return new ImportOptions(
                title, licence, half, prediction, loras, unet, control, newImage, vae, tokenizer, sizes, sources);
    }

    public ImportOptions withVae(Optional<Path> newVae) {
        return new ImportOptions(
                title, licence, half, prediction, loras, unet, control, image, newVae, tokenizer, sizes, sources);
    }

    public ImportOptions withTokenizer(Optional<Path> newTokenizer) {
        return new ImportOptions(
                title, licence, half, prediction, loras, unet, control, image, vae, newTokenizer, sizes, sources);
    }

    public ImportOptions withSizes(UsualSizes newSizes) {
        return new ImportOptions(
                title, licence, half, prediction, loras, unet, control, image, vae, tokenizer, newSizes, sources);
    }

    public ImportOptions withSources(List<String> newSources) {
        return new ImportOptions(
                title, licence, half, prediction, loras, unet, control, image, vae, tokenizer, sizes, newSources);
    }
}
