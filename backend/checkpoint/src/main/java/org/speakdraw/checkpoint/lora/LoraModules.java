package org.speakdraw.checkpoint.lora;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.speakdraw.checkpoint.CheckpointException;
import org.speakdraw.checkpoint.safetensors.SafetensorsFile;
import org.speakdraw.checkpoint.safetensors.StoredTensor;

/**
 * The changes in a LoRA's file by module, in whichever way it calls them: kohya's {@code lora_unet_..., lora_te_...}
 * with {@code lora_down, lora_up, alpha}; peft's {@code unet. ..., text_encoder. ...} with {@code lora_A, lora_B}; and
 * older ones of diffusers with {@code lora.down, lora.up} or {@code _lora.down, _lora.up}.
 */
final class LoraModules {

    /** A module and its half: down or up. */
    private static final Pattern HALF = Pattern.compile("(.+?)(?:\\.lora_(down|up|A|B)(?:\\.default)?"
            + "|(?:\\.lora|\\.lora_linear_layer|_lora)\\.(down|up))\\.weight");

    private static final Pattern ALPHA = Pattern.compile("(.+)\\.alpha");
    private static final Pattern KOHYA = Pattern.compile("lora_(unet|te|te1|te2)_(.+)");
    private static final Pattern DOTTED =
            Pattern.compile("(?:base_model\\.model\\.)?(unet|text_encoder|text_encoder_2)\\.(.+)");
    private static final Map<String, String> KOHYA_PARTS =
            Map.of("unet", "unet", "te", "text_encoder", "te1", "text_encoder", "te2", "text_encoder_2");

    private static final int MAX_ALPHA = 1 << 16;

    /** A module of a part, its dots written as underscores. */
    record Module(String part, String key) {}

    /** The tensors of a module, as far as they have been seen. */
    private static final class Halves {
        private Optional<StoredTensor> down = Optional.empty();
        private Optional<StoredTensor> up = Optional.empty();
        private Optional<StoredTensor> alpha = Optional.empty();
    }

    private LoraModules() {}

    /**
     * All changes, by module.
     *
     * @param scale of all of them
     * @throws CheckpointException naming what is of another kind
     */
    static Map<Module, LowRank> read(SafetensorsFile file, float scale) throws IOException {
        Map<String, Halves> found = new TreeMap<>();
        List<String> unknown = new ArrayList<>();
        file.tensors().forEach((name, tensor) -> {
            Matcher half = HALF.matcher(name);
            Matcher alpha = ALPHA.matcher(name);
            if (half.matches()) {
                String which = half.group(2) == null ? half.group(3) : half.group(2);
                Halves halves = found.computeIfAbsent(half.group(1), unseen -> new Halves());
                if (which.equals("down") || which.equals("A")) {
                    halves.down = Optional.of(tensor);
                } else {
                    halves.up = Optional.of(tensor);
                }
            } else if (alpha.matches()) {
                found.computeIfAbsent(alpha.group(1), unseen -> new Halves()).alpha = Optional.of(tensor);
            } else {
                unknown.add(name);
            }
        });
        if (!unknown.isEmpty() || found.isEmpty()) {
            throw new CheckpointException(file.path() + " is no LoRA of a kind that is supported: it has "
                    + (unknown.isEmpty() ? "nothing" : unknown.get(0))
                    + ". LoHa, LoKr, DoRA and textual inversions are not.");
        }
        Map<Module, LowRank> changes = new LinkedHashMap<>();
        for (Map.Entry<String, Halves> entry : found.entrySet()) {
            Module module = module(file, entry.getKey());
            if (changes.put(module, change(file, entry.getKey(), module, entry.getValue(), scale)) != null) {
                throw new CheckpointException(file.path() + " has " + entry.getKey() + " twice.");
            }
        }
        return changes;
    }

    private static LowRank change(SafetensorsFile file, String name, Module module, Halves halves, float scale)
            throws IOException {
        if (halves.down.isEmpty() || halves.up.isEmpty()) {
            throw new CheckpointException(file.path() + " has only a part of " + name + ".");
        }
        LowRank whole = new LowRank(halves.down.get(), halves.up.get(), scale);
        float rank = Math.max(1, whole.rank());
        float strength = 1;
        if (halves.alpha.isPresent()) {
            float[] alpha = new float[1];
            if (halves.alpha.get().elements() != 1) {
                throw new CheckpointException(file.path() + ": " + name + ".alpha is not one number.");
            }
            halves.alpha.get().read(0, alpha, 1);
            strength = strength(file, name, alpha[0], rank);
        } else {
            strength = LoraMetadata.read(file, module.part())
                    .map(about -> strength(file, name, about.alpha(), about.divisor(rank)))
                    .orElse(strength);
        }
        return new LowRank(whole.down(), whole.up(), scale * strength);
    }

    private static float strength(SafetensorsFile file, String name, float alpha, float divisor) {
        if (!Float.isFinite(alpha) || alpha < 0 || alpha > MAX_ALPHA) {
            throw new CheckpointException(file.path() + ": the alpha of " + name + " is " + alpha
                    + "; it is a number from 0 to " + MAX_ALPHA + ". The file is broken.");
        }
        return alpha / divisor;
    }

    private static Module module(SafetensorsFile file, String name) {
        Matcher kohya = KOHYA.matcher(name);
        if (kohya.matches()) {
            return new Module(KOHYA_PARTS.getOrDefault(kohya.group(1), "unet"), withoutTextModel(kohya.group(2)));
        }
        Matcher dotted = DOTTED.matcher(name);
        if (dotted.matches()) {
            String module = dotted.group(2).replace(".processor", "").replace('.', '_');
            String whole = module.endsWith("_to_out") ? module + "_0" : module;
            return new Module(dotted.group(1), withoutTextModel(whole));
        }
        throw new CheckpointException(file.path() + " changes " + name + ", which no Stable Diffusion model has.");
    }

    private static String withoutTextModel(String module) {
        return module.startsWith("text_model_") ? module.substring("text_model_".length()) : module;
    }
}
