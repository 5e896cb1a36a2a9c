package org.speakdraw.inference.matting;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a recurrent network remembers of one session's frames. Owned by one session; used by one call of
 * {@link MattingModel#matte} at a time. It starts over by itself when model, size, ratio or source change: ONNX Runtime
 * takes a state of another picture without a word as long as the working sizes happen to be equal.
 */
public final class MattingState {

    /** Under what the memory is valid. The model counts by identity: another bundle has other features. */
    private record Origin(Object model, int width, int height, float ratio, String source) {
        boolean sameAs(@Nullable Origin other) {
            return other != null && other.model == model && equals(other);
        }
    }

    private @Nullable Origin origin;
    /** One a recurrent tensor, elements as the graph stores them; empty: nothing remembered. */
    private List<byte[]> memory = List.of();

    /** A session that has seen nothing yet. */
    public MattingState() {}

    /** Forgets everything: the next frame counts as the first. */
    public void reset() {
        origin = null;
        memory = List.of();
    }

    /** Whether the next frame will be the first one. */
    public boolean isFresh() {
        return memory.isEmpty();
    }

    /** Makes ready for a frame, forgetting what belongs to another kind of frame. */
    void prepare(Object model, int width, int height, float ratio, String source) {
        Origin next = new Origin(model, width, height, ratio, source);
        if (!next.sameAs(origin)) {
            memory = List.of();
            origin = next;
        }
    }

    /** The recurrent tensors of the last frame; empty before the first one. */
    List<byte[]> memory() {
        return memory;
    }

    /** Takes over what a frame leaves behind. */
    void remember(List<byte[]> tensors) {
        memory = List.copyOf(tensors);
    }
}
