package org.speakdraw.inference.diffusion;

/**
 * How a stream moves from frame to frame.
 *
 * @param transitionFrames 0..600; frames over which the picture glides to a new prompt
 * @param seedWalk         0..1; how far the noise goes towards the next seeded noise with every frame. At 0 it is the
 *     seed's own
 * @param smoothing        0..0.99; weight of the past in the exponential mean that the picture follows where the input
 *     stands still. At 0 every picture stands for itself
 */
public record Continuity(int transitionFrames, float seedWalk, float smoothing) {

    /** Changes at once, noise that stands still, pictures that do not know each other. */
    public static final Continuity NONE = new Continuity(0, 0, 0);

    private static final int MAX_FRAMES = 600;
    private static final float MAX_SMOOTHING = 0.99f;

    /** @throws IllegalArgumentException naming the value and its limits */
    public Continuity {
        if (transitionFrames < 0 || transitionFrames > MAX_FRAMES) {
            throw new IllegalArgumentException(
                    "the transition takes " + transitionFrames + " frames; it is 0 to " + MAX_FRAMES);
        }
        if (!(seedWalk >= 0 && seedWalk <= 1)) {
            throw new IllegalArgumentException("the seed walk is " + seedWalk + "; it is 0 to 1");
        }
        if (!(smoothing >= 0 && smoothing <= MAX_SMOOTHING)) {
            throw new IllegalArgumentException("the smoothing is " + smoothing + "; it is 0 to " + MAX_SMOOTHING);
        }
    }
}
