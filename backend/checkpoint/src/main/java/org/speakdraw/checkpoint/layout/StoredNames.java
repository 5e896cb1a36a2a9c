package org.speakdraw.checkpoint.layout;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.speakdraw.checkpoint.safetensors.StoredTensor;

/** Tensors by the names that they are stored under, and which of them somebody has asked for. */
final class StoredNames {

    private final Map<String, StoredTensor> tensors;
    private final Set<String> taken = new HashSet<>();

    StoredNames(Map<String, StoredTensor> tensors) {
        this.tensors = Map.copyOf(tensors);
    }

    /** Those whose names begin with {@code prefix}, without it. */
    static StoredNames below(String prefix, Map<String, StoredTensor> all) {
        Map<String, StoredTensor> below = new LinkedHashMap<>();
        all.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                below.put(name.substring(prefix.length()), tensor);
            }
        });
        return new StoredNames(below);
    }

    Optional<StoredTensor> take(String name) {
        Optional<StoredTensor> tensor = Optional.ofNullable(tensors.get(name));
        tensor.ifPresent(found -> taken.add(name));
        return tensor;
    }

    boolean has(String name) {
        return tensors.containsKey(name);
    }

    boolean isEmpty() {
        return tensors.isEmpty();
    }

    /** Size of a tensor in one dimension; 0 where there is none. */
    long size(String name, int dimension) {
        StoredTensor tensor = tensors.get(name);
        return tensor == null || tensor.shape().size() <= dimension
                ? 0
                : tensor.shape().get(dimension);
    }

    int dimensions(String name) {
        StoredTensor tensor = tensors.get(name);
        return tensor == null ? 0 : tensor.shape().size();
    }

    /** How many of {@code prefix + 0}, {@code prefix + 1} ... have a tensor named {@code suffix} behind them. */
    int count(String prefix, String suffix) {
        int count = 0;
        while (has(prefix + count + suffix)) {
            count++;
        }
        return count;
    }

    /** Stored, but never asked for; in order. */
    List<String> untouched() {
        return tensors.keySet().stream()
                .filter(name -> !taken.contains(name))
                .sorted()
                .toList();
    }
}
