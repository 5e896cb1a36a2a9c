package org.speakdraw.app.participant;

import java.io.IOException;
import java.util.UUID;

/**
 * A part of the application that keeps something about participants. Every CDI bean of this type is asked when somebody
 * wants to have what is kept, and told before it is deleted. The rows themselves go by the database's cascades.
 */
public interface PersonalData {

    /**
     * Adds all that this part keeps about {@code participant} to the archive. However much there is, little
     * of it is in memory; and since the archive is sent as it grows, nothing is added to it in a transaction.
     *
     * @throws org.speakdraw.app.platform.RequestException {@code database-unavailable}
     */
    void export(UUID participant, PersonalArchive archive) throws IOException;

    /**
     * Everything of some participants is about to be deleted: what still waits to be written goes first, so that
     * nothing comes after.
     *
     * @throws org.speakdraw.app.platform.RequestException {@code database-unavailable}; nothing is deleted then
     */
    default void settle() {}

    /** {@code participant} is about to be deleted, in the same transaction: what is not reached by cascades goes here. */
    default void deleting(UUID participant) {}
}
