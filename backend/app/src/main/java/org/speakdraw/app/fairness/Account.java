package org.speakdraw.app.fairness;

/**
 * What a member has had of a {@link FairShare}; kept by the member, so that one that asks for nothing costs nothing.
 */
public final class Account {

    /** Virtual time up to which the member has been served; guarded by the owner of the {@link FairShare}. */
    long servedUpTo;

    /** Cost of the last turn. */
    long lastTurn;
}
