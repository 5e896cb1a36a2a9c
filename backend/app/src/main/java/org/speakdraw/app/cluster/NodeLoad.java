package org.speakdraw.app.cluster;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * How fast a node is, and who is there already.
 *
 * @param workPerSecond what its engines do in a second, as {@link org.speakdraw.app.fairness.Throughput} measures it; 0
 *     while none is ready
 * @param costs         of the frames of its sessions, one each
 * @param freePlaces    how many more sessions it may have
 */
public record NodeLoad(double workPerSecond, long[] costs, int freePlaces) {

    /** Nothing is known. */
    public static final NodeLoad NONE = new NodeLoad(0, new long[0], 0);

    public NodeLoad {
        costs = costs.clone();
    }

    @Override
    public long[] costs() {
        return costs.clone();
    }

    /** The same with newcomers that the node has not told of yet. */
    NodeLoad and(long... newcomers) {
        return new NodeLoad(
                workPerSecond,
                LongStream.concat(LongStream.of(costs), LongStream.of(newcomers))
                        .toArray(),
                freePlaces - newcomers.length);
    }

    /** Whether another session may begin there. */
    boolean hasRoom() {
        return workPerSecond > 0 && freePlaces > 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NodeLoad load
                && load.workPerSecond == workPerSecond
                && load.freePlaces == freePlaces
                && Arrays.equals(load.costs, costs);
    }

    @Override
    public int hashCode() {
        return Double.hashCode(workPerSecond) + 31 * freePlaces + Arrays.hashCode(costs);
    }

    @Override
    public String toString() {
        return costs.length + " sessions, " + workPerSecond + " a second, " + freePlaces + " places free";
    }
}
