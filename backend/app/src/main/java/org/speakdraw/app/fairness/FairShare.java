package org.speakdraw.app.fairness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * Who is served next. Every turn is paid for with its cost; whoever has had least is first, and the unused share of
 * those who ask for less goes to the others; an {@link Account} may have several shares (start-time fair queuing: Goyal, Vin, Cheng 1996; what deficit round robin
 * approximates). Who was away comes back with a claim to one turn at most, not to all that was not asked for.
 *
 * <p>Only members that ask are in it. Not thread-safe.
 *
 * @param <M> who is served
 */
public final class FairShare<M> {

    private final List<Request<M>> requests = new ArrayList<>();
    private long virtualTime;

    /** {@code start}: the virtual time at which the member's share of the device reaches this request. */
    private record Request<M>(M member, Account account, long start, long notBeforeNanos) {}

    /**
     * A member that has no request in here asks for one turn.
     *
     * @param notBeforeNanos on the clock of {@link #take}
     */
    public void ask(M member, Account account, long notBeforeNanos) {
        // One turn of its own may be made up for: who waits for the network between turns must not lose to who floods.
        long start = Math.max(virtualTime - account.lastTurn, account.servedUpTo);
        requests.add(new Request<>(member, account, start, notBeforeNanos));
    }

    /**
     * Takes those whose turn it is, in their order, and lets them pay. They may be served together: nobody is in it who
     * is ahead of the first by more than the first one's own turn.
     *
     * @param max  how many at most
     * @param cost of a member's turn, positive; asked now, since it may have changed since the request
     */
    public List<M> take(int max, long nowNanos, ToLongFunction<M> cost) {
        // Sorting is stable, so those with equal claims are served in the order in which they asked.
        requests.sort(Comparator.comparingLong(Request::start));
        List<M> taken = new ArrayList<>();
        long horizon = Long.MAX_VALUE;
        for (Iterator<Request<M>> each = requests.iterator(); each.hasNext() && taken.size() < max; ) {
            Request<M> request = each.next();
            if (request.start > horizon) {
                break;
            }
            if (request.notBeforeNanos - nowNanos > 0) {
                continue;
            }
            long price = request.account.price(cost.applyAsLong(request.member));
            if (taken.isEmpty()) {
                virtualTime = Math.max(virtualTime, request.start);
                horizon = request.start + price;
            }
            request.account.servedUpTo = request.start + price;
            request.account.lastTurn = price;
            taken.add(request.member);
            each.remove();
        }
        return taken;
    }

    /** Takes back what {@code member} has asked for, if it has. */
    public void withdraw(M member) {
        requests.removeIf(request -> request.member.equals(member));
    }

    /** Nanoseconds until the first request may be served, 0 or more; empty without requests. */
    public OptionalLong nanosToNext(long nowNanos) {
        return requests.stream()
                .mapToLong(request -> Math.max(0, request.notBeforeNanos - nowNanos))
                .min();
    }

    /** Members that ask. */
    public int waiting() {
        return requests.size();
    }
}
