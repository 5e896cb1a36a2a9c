package org.speakdraw.checkpoint.layout;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.regex.Pattern;
import org.speakdraw.checkpoint.CheckpointException;

/** What a file with weights is, by the names in it: people name the wrong one easily. The first that fits. */
enum FileKind {
    TRANSFORMER("a transformer (as SD 3 and FLUX are)", "", "(double|joint)_blocks\\."),
    CONTROL_LORA("a Control-LoRA", "", "^lora_controlnet$"),
    CONTROL_LLLITE("a ControlNet-LLLite", "", "^lllite_"),
    LORA("a LoRA", "--lora", "^lora_|\\.lora_"),
    CONTROL_NET("a ControlNet", "--control", "^(control_model\\.|zero_convs\\.|controlnet_)"),
    IP_ADAPTER("an IP-Adapter", "--ip-adapter", "^(image_proj|ip_adapter)\\."),
    T2I_ADAPTER("a T2I-Adapter", "--control", "^(adapter\\.)?body\\."),
    MODEL("a whole model", "", "^model\\.diffusion_model\\."),
    UNET("a UNet", "--unet", "^(down_blocks|up_blocks)\\.\\d"),
    HALF_OF_TAESD("one half of TAESD", "", "^\\d\\.(conv\\.0\\.)?weight$"),
    AUTOENCODER("an autoencoder", "--vae", "^(first_stage_model|encoder\\.conv_in|encoder\\.layers)\\."),
    TEXTUAL_INVERSION("a textual inversion", "", "^(emb_params|clip_l)$");

    private final String words;
    private final String option;
    private final Pattern sign;

    FileKind(String words, String option, String sign) {
        this.words = words;
        this.option = option;
        this.sign = Pattern.compile(sign);
    }

    /** Whether one of a file's names is this kind's. */
    boolean fits(Collection<String> names) {
        return names.stream().anyMatch(name -> sign.matcher(name).find());
    }

    /**
     * The error where {@code path} is not what it has been named for.
     *
     * @param wanted in words
     * @param names  in the file
     */
    static CheckpointException refusal(Path path, String wanted, Collection<String> names) {
        return Arrays.stream(values())
                .filter(kind -> kind.fits(names))
                .findFirst()
                .map(kind -> new CheckpointException(path + " is " + kind.words + ", not " + wanted
                        + (kind.option.isEmpty() ? "." : "; it is for " + kind.option + ".")))
                .orElseGet(() -> new CheckpointException(path + " is not " + wanted + ": it has "
                        + names.stream().sorted().findFirst().orElse("nothing")
                        + ", which none of the known kinds of files has."));
    }
}
