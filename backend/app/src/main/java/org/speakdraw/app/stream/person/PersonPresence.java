package org.speakdraw.app.stream.person;

/**
 * Whether somebody is in the picture, steady enough to tell a person about it: it takes several frames without a person
 * to say that nobody is there, and a clear matte to take that back. Used by one thread at a time.
 */
final class PersonPresence {

    /** Part of the view, 0..1, below which a matte is only specks. */
    private static final double SPECKS = 0.004;

    /** Part of the view from which it is surely a person. */
    private static final double SURELY = 0.012;

    private static final int FRAMES_UNTIL_GONE = 8;

    private boolean somebody = true;
    private int emptyFrames;

    /**
     * Takes a frame into account.
     *
     * @param coverage part of the view that the matte covers, 0..1
     * @return whether somebody is there
     */
    boolean update(double coverage) {
        if (coverage < SPECKS) {
            emptyFrames++;
            somebody &= emptyFrames < FRAMES_UNTIL_GONE;
        } else {
            emptyFrames = 0;
            somebody |= coverage >= SURELY;
        }
        return somebody;
    }

    /** The next frame is of another stream: somebody is assumed to be there. */
    void reset() {
        somebody = true;
        emptyFrames = 0;
    }
}
