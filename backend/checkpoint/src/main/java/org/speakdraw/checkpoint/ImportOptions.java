package org.speakdraw.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.speakdraw.checkpoint.layout.UsualSizes;
import org.speakdraw.checkpoint.lora.Loras;
import org.speakdraw.checkpoint.network.Control;

/**
 * What the user wants of a bundle.
 *
 * @param title      for people; empty: the bundle's name
 * @param licence    under which the weights are used; empty where unknown
 * @param half       whether weights have 16 bits: half the size and for GPUs twice the speed, for CPUs slower
 * @param prediction what the UNet predicts ({@code epsilon, v_prediction, sample}) where the checkpoint is wrong or silent
 * @param loras      added to the weights, or beside them
 * @param control    folder of a ControlNet, and what it is shown
 * @param vae        folder of another autoencoder
 * @param tokenizer  folder of another tokenizer
 * @param sizes      what checkpoints of one file do not say
 */
public record ImportOptions(
        String title,
        String licence,
        boolean half,
        Optional<String> prediction,
        List<Loras.Choice> loras,
        Optional<ControlChoice> control,
        Optional<Path> vae,
        Optional<Path> tokenizer,
        UsualSizes sizes) {

    /** A ControlNet and what is made of the picture for it. */
    public record ControlChoice(Path folder, Control.Hint hint) {}

    public ImportOptions {
        loras = List.copyOf(loras);
        prediction.ifPresent(type -> {
            if (!List.of("epsilon", "v_prediction", "sample").contains(type)) {
                throw new CheckpointException("The prediction is " + type + "; it is epsilon, v_prediction or sample.");
            }
        });
    }
}
