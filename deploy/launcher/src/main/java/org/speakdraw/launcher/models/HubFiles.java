package org.speakdraw.launcher.models;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;

/** Which files of a repository a checkpoint is read from: repositories keep several precisions and formats side by side. */
final class HubFiles {

    private static final Pattern SMALL = Pattern.compile(
            "model_index\\.json|config\\.json|scheduler/scheduler_config\\.json"
                    + "|(unet|vae|text_encoder|text_encoder_2)/config\\.json"
                    + "|tokenizer(_2)?/(vocab\\.json|merges\\.txt|tokenizer\\.json|tokenizer_config\\.json|special_tokens_map\\.json)");
    private static final List<String> NETWORKS = List.of("unet", "vae", "text_encoder", "text_encoder_2");
    private static final List<String> STEMS = List.of("diffusion_pytorch_model", "model");
    private static final String WEIGHTS = ".safetensors";

    private HubFiles() {}

    /**
     * Chooses.
     *
     * @param all  of the repository
     * @param half whether 16 bits are enough, where there are both
     */
    static List<String> choose(HubAddress address, Collection<String> all, boolean half) {
        if (address.file().isPresent()) {
            String file = address.file().get();
            if (!all.contains(file)) {
                throw refused(address + " has no file " + file, all);
            }
            return List.of(file);
        }
        if (address.within().isPresent()) {
            return networkIn(address, address.within().get() + "/", all, half);
        }
        List<String> chosen = new ArrayList<>();
        boolean pipeline = all.contains("unet/config.json");
        if (pipeline) {
            for (String network : NETWORKS) {
                if (all.contains(network + "/config.json")) {
                    chosen.addAll(weights(address, network + "/", all, half));
                }
            }
        } else if (all.contains("config.json")) {
            chosen.addAll(weights(address, "", all, half));
        } else {
            return List.of(onlyFile(address, all));
        }
        all.stream().filter(file -> SMALL.matcher(file).matches()).forEach(chosen::add);
        return List.copyOf(new TreeSet<>(chosen));
    }

    private static List<String> networkIn(HubAddress address, String folder, Collection<String> all, boolean half) {
        if (all.contains(address.within().orElse(""))) {
            throw refused(
                    address + ": " + address.within().get()
                            + " is no file with weights (.safetensors, .bin, .ckpt, .pt, .pth)",
                    all);
        }
        if (!all.contains(folder + "config.json")) {
            throw refused(address + " has no " + folder + "config.json", all);
        }
        List<String> chosen = new ArrayList<>(weights(address, folder, all, half));
        chosen.add(folder + "config.json");
        return List.copyOf(chosen);
    }

    private static List<String> weights(HubAddress address, String folder, Collection<String> all, boolean half) {
        for (String variant : half ? List.of(".fp16", "") : List.of("", ".fp16")) {
            for (String stem : STEMS) {
                String whole = folder + stem + variant + WEIGHTS;
                if (all.contains(whole)) {
                    return List.of(whole);
                }
                String index = folder + stem + WEIGHTS + ".index" + variant + ".json";
                if (all.contains(index)) {
                    Pattern shard = Pattern.compile(Pattern.quote(folder + stem) + "(\\.fp16)?-\\d+-of-\\d+(\\.fp16)?"
                            + Pattern.quote(WEIGHTS));
                    List<String> shards = new ArrayList<>(all.stream()
                            .filter(file ->
                                    shard.matcher(file).matches() && file.contains(".fp16") == !variant.isEmpty())
                            .toList());
                    shards.add(index);
                    return shards;
                }
            }
        }
        throw refused(
                address + " has no weights in safetensors format" + (folder.isEmpty() ? "" : " in " + folder)
                        + "; one of torch's files (.bin, .ckpt) can be named by itself",
                all);
    }

    private static String onlyFile(HubAddress address, Collection<String> all) {
        List<String> files = all.stream()
                .filter(file -> file.endsWith(WEIGHTS) && !file.contains("/"))
                .toList();
        if (files.size() != 1) {
            throw refused(
                    address + " is no folder in diffusers' layout and has " + files.size() + " files with weights"
                            + (files.isEmpty() ? "" : "; name one: " + address + "/" + files.get(0)),
                    all);
        }
        return files.get(0);
    }

    private static LaunchException refused(String why, Collection<String> all) {
        boolean onnx = all.stream().anyMatch(file -> file.endsWith("unet/model.onnx"));
        return new LaunchException(
                Failure.BUNDLE,
                why + "." + (onnx ? " It has ONNX graphs: fetch its folder, which is a bundle already." : ""));
    }
}
