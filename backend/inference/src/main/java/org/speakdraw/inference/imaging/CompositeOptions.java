package org.speakdraw.inference.imaging;

/**
 * How a repainted picture and the original are put together.
 *
 * @param linearLight mixes light as it adds up in the world; otherwise the sRGB values as they are, which darkens edges
 *     between bright and dark
 * @param feather     pixels of the original over which the edge is softened outwards and inwards, 0..64
 * @param grow        pixels of the original by which the person is enlarged, or, below 0, shrunk, -64..64
 * @param invert      repaints the background and keeps the person; growing and feathering happen before
 */
public record CompositeOptions(boolean linearLight, int feather, int grow, boolean invert) {

    private static final int MOST = 64;

    /** @throws IllegalArgumentException if a number of pixels is out of its range */
    public CompositeOptions {
        if (feather < 0 || feather > MOST) {
            throw new IllegalArgumentException("a feather of " + feather + " pixels; it is 0 to " + MOST);
        }
        if (grow < -MOST || grow > MOST) {
            throw new IllegalArgumentException("growing by " + grow + " pixels; it is " + -MOST + " to " + MOST);
        }
    }

    /** The person repainted, mixed in linear light, the matte as it is. */
    public static CompositeOptions usual() {
        return new CompositeOptions(true, 0, 0, false);
    }
}
