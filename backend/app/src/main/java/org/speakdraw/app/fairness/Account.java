package org.speakdraw.app.fairness;

/**
 * What a member has had of a {@link FairShare}; kept by the member, so that one that asks for nothing costs nothing.
 */
public final class Account {

    /** Virtual time up to which the member has been served; guarded by the owner of the {@link FairShare}. */
    long servedUpTo;

    /** Price of the last turn. */
    long lastTurn;

    private volatile int weight = 1;

    /**
     * How many shares the member has from its next turn on.
     *
     * @param shares 1 or more
     */
    public void weigh(int shares) {
        if (shares < 1) {
            throw new IllegalArgumentException(shares + " shares, at least 1");
        }
        weight = shares;
    }

    /** What a turn of {@code cost} takes of the member's claim: who has several shares pays a part of it. */
    long price(long cost) {
        return Math.max(1, cost / weight);
    }
}
