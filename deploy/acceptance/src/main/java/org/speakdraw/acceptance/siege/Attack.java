package org.speakdraw.acceptance.siege;

import java.time.Duration;

/** Something that one hostile client does over and over. Used by one thread. */
interface Attack extends AutoCloseable {

    /** Of a few words, for the report. */
    String name();

    /** The rest between two strikes. */
    Duration pause();

    /**
     * Strikes once.
     *
     * @return what the server said to it, for the report
     */
    String strike() throws Exception;

    /** Lets go of what it holds. */
    @Override
    default void close() {}
}
