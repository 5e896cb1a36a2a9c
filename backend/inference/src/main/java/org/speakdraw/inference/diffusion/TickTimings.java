package org.speakdraw.inference.diffusion;

/**
 * Where a tick's time went.
 *
 * @param encodeNanos  VAE encoder
 * @param denoiseNanos UNet and scheduler
 * @param decodeNanos  VAE decoder
 * @param rows         the UNet worked on
 */
public record TickTimings(long encodeNanos, long denoiseNanos, long decodeNanos, int rows) {

    /** Nothing done. */
    static final TickTimings NONE = new TickTimings(0, 0, 0, 0);

    TickTimings plus(TickTimings other) {
        return new TickTimings(
                encodeNanos + other.encodeNanos,
                denoiseNanos + other.denoiseNanos,
                decodeNanos + other.decodeNanos,
                rows + other.rows);
    }
}
