package org.speakdraw.app.fairness;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A device, or a whole server, as those see it that look for a place: how fast it is, and who is there already. Immutable
 * but for the throughput, which goes on being measured.
 *
 * @param <D> what it is a place on
 */
public final class Place<D> {

    private final D device;
    private final Throughput throughput;
    private final long[] costs;

    /**
     * @param costs of the frames of those that are there, one each
     */
    public Place(D device, Throughput throughput, long... costs) {
        this.device = device;
        this.throughput = throughput;
        this.costs = costs.clone();
    }

    /** What it is a place on. */
    public D device() {
        return device;
    }

    /**
     * What everybody would get with {@code newcomers} there.
     *
     * @param newcomers costs of their frames, one each
     * @return pictures a second
     */
    public double framesPerSecond(long... newcomers) {
        return throughput.framesPerSecond(LongStream.concat(LongStream.of(costs), LongStream.of(newcomers))
                .toArray());
    }

    /** Whether nobody falls below {@code minFps} through the newcomer; a place where nobody is takes anybody. */
    public boolean fits(long newcomer, double minFps) {
        return costs.length == 0 || framesPerSecond(newcomer) >= minFps;
    }

    /**
     * Where {@code newcomers}, who stay together, get most.
     *
     * @return one of the best; empty without places
     */
    public static <D> Optional<Place<D>> best(List<Place<D>> places, long... newcomers) {
        return places.stream().max(Comparator.comparingDouble(place -> place.framesPerSecond(newcomers)));
    }
}
