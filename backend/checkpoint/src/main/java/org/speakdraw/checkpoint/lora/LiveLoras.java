package org.speakdraw.checkpoint.lora;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.speakdraw.checkpoint.graph.Branches;
import org.speakdraw.checkpoint.graph.Parameter;
import org.speakdraw.checkpoint.graph.WeightChange;
import org.speakdraw.checkpoint.graph.Weights;
import org.speakdraw.checkpoint.safetensors.StoredTensor;

/**
 * LoRAs that stay beside the weights of the UNet and the text encoders, so that every row of a call can have them as
 * strongly as it likes.
 */
public final class LiveLoras {

    /** Of the names of all their weights, within a graph. */
    private static final String PREFIX = "loras.";

    private final Loras loras;
    private final Map<String, StoredTensor> weights = new LinkedHashMap<>();
    private final Map<String, Float> factors = new LinkedHashMap<>();

    /** @param loras owned by the caller */
    public LiveLoras(Loras loras) {
        this.loras = loras;
    }

    /**
     * The branches of a part's layers; empty where none of the LoRAs changes that part.
     *
     * @param part    such as {@code unet}
     * @param oldName what checkpoints of one file call a weight
     */
    public Optional<Branches> branches(String part, UnaryOperator<String> oldName) {
        return loras.change(part) ? Optional.of(weight -> branches(part, weight, oldName)) : Optional.empty();
    }

    private List<Branches.Branch> branches(String part, Parameter weight, UnaryOperator<String> oldName) {
        List<Branches.Branch> branches = new ArrayList<>();
        for (int lora = 0; lora < loras.count(); lora++) {
            String name = PREFIX + lora + "." + part + "." + weight.name();
            loras.take(lora, part, weight.name(), oldName).ifPresent(change -> {
                change.requireFit(weight);
                branches.add(branch(name, change));
            });
        }
        return branches;
    }

    private Branches.Branch branch(String name, LowRank change) {
        Branches.Branch branch = new Branches.Branch(name, change.rank());
        weights.put(branch.down(), change.down());
        weights.put(branch.up(), change.up());
        factors.put(branch.up(), change.factor());
        return branch;
    }

    /** Those of branches that have been asked for, and all of {@code other}. */
    public Weights and(Weights other) {
        return name -> name.startsWith(PREFIX) ? Optional.ofNullable(weights.get(name)) : other.find(name);
    }

    /** {@code other}, and how much each LoRA counts. */
    public WeightChange and(WeightChange other) {
        return new WeightChange() {
            @Override
            public boolean changes(Parameter parameter) {
                return factors.containsKey(parameter.name()) || other.changes(parameter);
            }

            @Override
            public void apply(Parameter parameter, float[] values) throws IOException {
                Float factor = factors.get(parameter.name());
                if (factor == null) {
                    other.apply(parameter, values);
                    return;
                }
                for (int i = 0; i < values.length; i++) {
                    values[i] *= factor;
                }
            }
        };
    }

    /** Refuses changes that no layer has been found for. */
    public void requireAllTaken() {
        loras.requireAllTaken();
    }
}
