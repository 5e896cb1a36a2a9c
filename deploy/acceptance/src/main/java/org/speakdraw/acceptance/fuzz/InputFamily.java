package org.speakdraw.acceptance.fuzz;

import java.util.random.RandomGenerator;

/** One kind of hostile input. Used by one thread. */
interface InputFamily extends AutoCloseable {

    /** Makes an input out of {@code random} alone, sends it, and waits until the server has dealt with it. */
    Outcome send(RandomGenerator random) throws InterruptedException;

    @Override
    void close();
}
