package org.speakdraw.app.participant;

/** Who may call themselves as they like. Must not wait for anything but the database; thread-safe. */
@FunctionalInterface
public interface NamePolicy {

    /** Everybody may. */
    NamePolicy FREE = participant -> {};

    /**
     * Lets only those pass who may.
     *
     * @throws org.speakdraw.app.platform.RequestException {@code name-given}
     */
    void requireFree(Participant participant);
}
