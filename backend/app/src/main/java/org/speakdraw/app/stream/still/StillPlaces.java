package org.speakdraw.app.stream.still;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.speakdraw.app.fairness.WaitingLine;

/**
 * Which pictures are taken in, and which of them is begun next. Addresses take turns, and no address has two begun at
 * once, so that all pictures of a place take one stream's share of the engine. Thread-safe.
 */
final class StillPlaces {

    private final int maxBegun;
    private final int maxPlaces;
    private final WaitingLine<StillTurn> line = new WaitingLine<>();
    private final List<StillTurn> begun = new ArrayList<>();

    /**
     * @param maxBegun  at once
     * @param maxPlaces of those that wait and those that are begun
     */
    StillPlaces(int maxBegun, int maxPlaces) {
        this.maxBegun = maxBegun;
        this.maxPlaces = maxPlaces;
    }

    /** Takes one in, if there is a place for it: for whoever holds fewer than are still free. */
    synchronized boolean join(StillTurn still) {
        List<StillTurn> waiting = line.inOrder();
        long own = waiting.stream().filter(other -> isNeighbour(still, other)).count()
                + begun.stream().filter(other -> isNeighbour(still, other)).count();
        boolean fits = own < maxPlaces - waiting.size() - begun.size();
        if (fits) {
            line.join(still, still.address());
        }
        return fits;
    }

    /** Takes in what goes on with one that was there, whether or not there is a place: it had one. */
    synchronized void rejoin(StillTurn still) {
        line.join(still, still.address());
    }

    /** The one to begin next, if one may be begun now. */
    synchronized Optional<StillTurn> begin() {
        if (begun.size() >= maxBegun) {
            return Optional.empty();
        }
        Optional<StillTurn> next = line.next(still -> begun.stream().noneMatch(other -> isNeighbour(still, other)));
        next.ifPresent(begun::add);
        return next;
    }

    private static boolean isNeighbour(StillTurn one, StillTurn other) {
        return one.address().equals(other.address());
    }

    /** It is over, whether it waited or was begun. */
    synchronized void leave(StillTurn still) {
        line.leave(still);
        begun.remove(still);
    }

    /** All of them. */
    synchronized List<StillTurn> all() {
        List<StillTurn> all = new ArrayList<>(begun);
        all.addAll(line.inOrder());
        return all;
    }
}
