package org.speakdraw.checkpoint.lora;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.speakdraw.checkpoint.CheckpointException;
import org.speakdraw.checkpoint.graph.Branches;
import org.speakdraw.checkpoint.graph.Parameter;
import org.speakdraw.checkpoint.graph.WeightChange;
import org.speakdraw.checkpoint.safetensors.StoredTensor;

/**
 * LoRAs that stay beside the UNet's weights, so that every row of a call can have them as strongly as it likes. What they
 * would change of the text encoders is left out: words are encoded once for all strengths.
 */
public final class LiveLoras {

    /** Of the names of all their weights, within the UNet's graph. */
    public static final String PREFIX = "loras.";

    private static final int MAX_RANK = 1024;

    private final Loras loras;
    private final Map<String, StoredTensor> weights = new LinkedHashMap<>();
    private final Map<String, Float> factors = new LinkedHashMap<>();

    /** @param loras owned by the caller */
    public LiveLoras(Loras loras) {
        this.loras = loras;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return loras.count() == 0;
    }

    /**
     * The branches of the UNet's layers.
     *
     * @param oldName what checkpoints of one file call a weight
     */
    public Branches branches(UnaryOperator<String> oldName) {
        return layer -> {
            List<Branches.Branch> branches = new ArrayList<>();
            for (int lora = 0; lora < loras.count(); lora++) {
                String name = PREFIX + lora + "." + layer;
                loras.take(lora, "unet", layer + Loras.WEIGHT, oldName)
                        .ifPresent(change -> branches.add(branch(name, change)));
            }
            return branches;
        };
    }

    private Branches.Branch branch(String name, LowRank change) {
        if (change.rank() < 1 || change.rank() > MAX_RANK) {
            throw new CheckpointException(
                    change.down().describe() + " is of rank " + change.rank() + "; it is 1 to " + MAX_RANK + ".");
        }
        Branches.Branch branch = new Branches.Branch(name, change.rank());
        weights.put(branch.down(), change.down());
        weights.put(branch.up(), change.up());
        factors.put(branch.up(), change.factor());
        return branch;
    }

    /** A weight of a branch that has been asked for. */
    public Optional<StoredTensor> find(String name) {
        return Optional.ofNullable(weights.get(name));
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

    /** Refuses changes that no layer has been found for, and LoRAs that change the text encoders alone. */
    public void requireAllTaken() {
        loras.requireAllTaken("unet");
        if (!isEmpty() && weights.isEmpty()) {
            throw new CheckpointException("The live LoRA changes the text encoder alone, which cannot be done live.");
        }
    }
}
