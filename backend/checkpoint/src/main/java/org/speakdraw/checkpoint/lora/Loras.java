package org.speakdraw.checkpoint.lora;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.speakdraw.checkpoint.CheckpointException;
import org.speakdraw.checkpoint.graph.OnnxGraph;
import org.speakdraw.checkpoint.graph.Parameter;
import org.speakdraw.checkpoint.graph.WeightChange;
import org.speakdraw.checkpoint.safetensors.SafetensorsFile;

/** Any number of LoRAs, which add up. Every change has to find its weight, or the whole is refused. */
public final class Loras implements AutoCloseable {

    private static final String WEIGHT = ".weight";
    /** SDXL does not use its first text encoder's last layer, which LoRAs have been trained with all the same. */
    private static final Pattern TEXT_LAYER = Pattern.compile("encoder_layers_\\d+_.*");

    /**
     * A LoRA and how much it counts.
     *
     * @param scale 1: as trained
     * @param live  whether it stays beside the weights, so that its strength can be changed while painting
     */
    public record Choice(Path file, float scale, boolean live) {

        /** Added to the weights. */
        public Choice(Path file, float scale) {
            this(file, scale, false);
        }

        public Choice {
            if (!Float.isFinite(scale) || Math.abs(scale) > 10) {
                throw new CheckpointException(
                        "The scale of " + file + " is " + scale + "; it is a number from -10 to 10.");
            }
        }
    }

    private final List<SafetensorsFile> files = new ArrayList<>();
    private final List<Map<LoraModules.Module, LowRank>> changes = new ArrayList<>();

    /** Opens all of them. */
    public static Loras open(List<Choice> choices) throws IOException {
        Loras loras = new Loras();
        try {
            for (Choice choice : choices) {
                SafetensorsFile file = SafetensorsFile.open(choice.file());
                loras.files.add(file);
                loras.changes.add(new LinkedHashMap<>(LoraModules.read(file, choice.scale())));
            }
            return loras;
        } catch (Throwable e) {
            loras.close();
            throw e;
        }
    }

    /**
     * The changes of a part's weights.
     *
     * @param part    such as {@code unet}
     * @param oldName what checkpoints of one file call a weight: some LoRAs use those names
     */
    public WeightChange of(String part, OnnxGraph graph, UnaryOperator<String> oldName) {
        Map<String, List<LowRank>> byParameter = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            for (int lora = 0; lora < changes.size(); lora++) {
                take(lora, part, parameter.name(), oldName).ifPresent(change -> {
                    change.requireFit(parameter);
                    byParameter
                            .computeIfAbsent(parameter.name(), unseen -> new ArrayList<>())
                            .add(change);
                });
            }
        }
        return new Sum(byParameter);
    }

    /** How many there are. */
    int count() {
        return files.size();
    }

    /** Whether any of them changes {@code part}. */
    boolean change(String part) {
        return changes.stream()
                .anyMatch(modules -> modules.keySet().stream()
                        .anyMatch(module -> module.part().equals(part)));
    }

    /** What number {@code lora} changes of a weight; it is given once. */
    Optional<LowRank> take(int lora, String part, String weight, UnaryOperator<String> oldName) {
        return Stream.of(weight, oldName.apply(weight))
                .filter(name -> name.endsWith(WEIGHT))
                .map(name -> changes.get(lora).remove(new LoraModules.Module(part, key(name))))
                .flatMap(Stream::ofNullable)
                .findFirst();
    }

    /** Refuses changes that {@link #of} has found no weight for; called when all parts have been asked for. */
    public void requireAllTaken() {
        for (int i = 0; i < files.size(); i++) {
            List<String> left = changes.get(i).keySet().stream()
                    .filter(module -> !module.part().equals("text_encoder")
                            || !TEXT_LAYER.matcher(module.key()).matches())
                    .map(module -> module.part() + " " + module.key())
                    .toList();
            if (!left.isEmpty()) {
                throw new CheckpointException(
                        files.get(i).path() + " does not fit this model, which has no " + left.get(0)
                                + (left.size() > 1 ? " (nor " + (left.size() - 1) + " others)" : "")
                                + "; is it for another kind of model?");
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (SafetensorsFile file : files) {
            file.close();
        }
    }

    private static String key(String name) {
        String module = name.endsWith(WEIGHT) ? name.substring(0, name.length() - WEIGHT.length()) : name;
        return module.replace('.', '_');
    }

    /** All changes of one part. */
    private record Sum(Map<String, List<LowRank>> byParameter) implements WeightChange {

        @Override
        public boolean changes(Parameter parameter) {
            return byParameter.containsKey(parameter.name());
        }

        @Override
        public void apply(Parameter parameter, float[] values) throws IOException {
            for (LowRank change : byParameter.getOrDefault(parameter.name(), List.of())) {
                change.addTo(values);
            }
        }
    }
}
