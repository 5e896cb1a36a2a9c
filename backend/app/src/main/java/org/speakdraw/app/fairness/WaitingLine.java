package org.speakdraw.app.fairness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who comes in next: first come, first served among origins, in turns of one; so thirty sessions from one place do not
 * keep everybody else out. Not thread-safe.
 *
 * @param <M> who waits
 */
public final class WaitingLine<M> {

    private final List<Place<M>> places = new ArrayList<>();
    private long round;

    private record Place<M>(M member, Object origin, long round) {}

    /**
     * Goes to the end of its origin's own line.
     *
     * @param origin with {@code equals}
     */
    public void join(M member, Object origin) {
        long next = places.stream()
                .filter(place -> place.origin.equals(origin))
                .mapToLong(Place::round)
                .reduce(round, Math::max);
        places.add(new Place<>(member, origin, next + 1));
        places.sort(Comparator.comparingLong(Place::round));
    }

    /** Leaves without having come in; nothing when it does not wait. */
    public void leave(M member) {
        places.removeIf(place -> place.member.equals(member));
    }

    /** Takes the first that is ready out of the line. */
    public Optional<M> next(Predicate<M> ready) {
        Optional<Place<M>> first =
                places.stream().filter(place -> ready.test(place.member)).findFirst();
        first.ifPresent(place -> {
            round = Math.max(round, place.round);
            places.remove(place);
        });
        return first.map(Place::member);
    }

    /** All that wait, the next one first. */
    public List<M> inOrder() {
        return places.stream().map(Place::member).toList();
    }
}
