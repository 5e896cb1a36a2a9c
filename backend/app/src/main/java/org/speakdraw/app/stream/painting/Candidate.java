package org.speakdraw.app.stream.painting;

/** A stream that wants to be painted, as {@link Admissions} sees it. No method waits; all are thread-safe. */
public interface Candidate {

    /** Where it comes from: each address has a line of its own. */
    String address();

    /** What paints it. */
    Model model();

    /** What its frames take of a device: UNet rows times pixels. */
    long frameCost();

    /** Whether somebody is there to be admitted, or may be about to connect. */
    boolean expected();

    /**
     * Whether it has had frames painted lately and still has somebody to look at them, or was admitted just now; one
     * that has not leaves its place in the engine to others.
     */
    boolean active();

    /** Whether it is over. */
    boolean ended();

    /** It waits, at this place. */
    void queue(QueuePlace now);

    /** The engine that takes from {@code line} paints it from now on. */
    void admit(DueTurns line);

    /** The engine that painted it is down, and the one that takes from {@code line} goes on with it. */
    void move(DueTurns line);
}
