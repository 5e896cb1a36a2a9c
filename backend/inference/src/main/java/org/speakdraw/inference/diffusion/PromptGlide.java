package org.speakdraw.inference.diffusion;

/**
 * Where a session is between the prompt it had and the prompt it wants: the embeddings go along the great circle, the
 * same part of the way with every frame. A tick's rows all take what is present in that tick, the new frame as well as
 * those still in flight. While nothing changes it is handed on as it is and costs nothing. Immutable.
 *
 * @param from     where the way began
 * @param to       where it ends
 * @param progress 0..1
 * @param present  what this frame is painted with
 */
record PromptGlide(Conditioning from, Conditioning to, double progress, Conditioning present) {

    /** Less than the smallest step, so that rounding does not add one. */
    private static final double ROUNDING = 1e-6;

    /** A session that begins has nothing to glide from. */
    static PromptGlide at(Conditioning target) {
        return new PromptGlide(target, target, 1, target);
    }

    /**
     * The next frame's.
     *
     * @param target wanted; another one than before begins a new way, from what is present now
     * @param frames that a whole way takes; 0 is there at once
     */
    PromptGlide next(Conditioning target, int frames) {
        boolean turned = !target.equals(to);
        if (!turned && arrived()) {
            return this;
        }
        double covered = (turned ? 0 : progress) + (frames == 0 ? 1 : 1.0 / frames);
        if (covered > 1 - ROUNDING) {
            return at(target);
        }
        Conditioning start = turned ? present : from;
        Conditioning between = Conditioning.between(start, target, covered);
        return new PromptGlide(start, target, covered, between);
    }

    /** Whether the prompt is the one that was wanted. */
    boolean arrived() {
        return progress >= 1;
    }
}
