package org.speakdraw.inference.diffusion;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The noise of one stream, one for each denoising step: the seed's own; or new for every frame; or on a walk along
 * great circles from one seeded noise to the next, which keeps it standard normal all the way. It depends on the seed
 * and on the frames painted since the seed was set, so a walk can be repeated. Not thread-safe.
 */
final class StreamNoise {

    private final NoiseSource source;
    private @Nullable LatentShape shape;
    private long seed;
    /** Frames painted with fresh noise or, on a walk, seeded noises gone so far. */
    private double position;

    private float speed;
    private boolean fresh;
    /** What {@link #rows} hold. */
    private double prepared = Double.NaN;

    private long waypoint = -1;
    private final List<float[]> rows = new ArrayList<>();
    private final List<float[]> from = new ArrayList<>();
    private final List<float[]> to = new ArrayList<>();

    StreamNoise(NoiseSource source) {
        this.source = source;
    }

    /** Makes the noise of the next frame, keeping what has not changed. */
    void prepare(StreamParameters parameters, LatentShape newShape) {
        boolean walks = parameters.walks();
        if (parameters.seed() != seed || parameters.freshNoise() != fresh || (!fresh && !walks)) {
            position = 0;
        }
        boolean other = parameters.seed() != seed || !newShape.equals(shape);
        if (other || position != prepared) {
            rows.clear();
        }
        if (other) {
            waypoint = -1;
        }
        seed = parameters.seed();
        fresh = parameters.freshNoise();
        speed = fresh ? 1 : parameters.continuity().seedWalk();
        shape = newShape;
        prepared = position;
        while (rows.size() < parameters.steps()) {
            rows.add(walks ? walked(rows.size()) : seeded((long) position, rows.size()));
        }
    }

    /** Standard normal noise of a step; rows beyond the number of steps may exist. */
    float[] row(int step) {
        return rows.get(step);
    }

    /** A frame was painted. */
    void advance() {
        position += speed;
    }

    NoiseSource source() {
        return source;
    }

    private float[] walked(int row) {
        long reached = (long) position;
        if (reached != waypoint) {
            waypoint = reached;
            from.clear();
            to.clear();
        }
        while (from.size() <= row) {
            from.add(seeded(reached, from.size()));
            to.add(seeded(reached + 1, to.size()));
        }
        return Slerp.rows(from.get(row), to.get(row), from.get(row).length, position - reached);
    }

    private float[] seeded(long draw, int row) {
        return source.initial(seed, draw, row, Objects.requireNonNull(shape).size());
    }
}
