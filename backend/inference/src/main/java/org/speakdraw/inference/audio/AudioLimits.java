package org.speakdraw.inference.audio;

import java.time.Duration;

/**
 * The most that decoding one file may cost, whatever the file claims about itself.
 *
 * @param maxSeconds of sound, 1..86400
 * @param maxTime    wall-clock time of one call, waiting for its turn not included; more than zero
 * @param maxBytes   of samples as the codec decodes them, before they are mixed and resampled; at least 1
 */
public record AudioLimits(int maxSeconds, Duration maxTime, long maxBytes) {

    private static final Duration USUAL_TIME = Duration.ofSeconds(20);
    /** Eight channels of 32 bits at 48 kHz. */
    private static final long BYTES_A_SECOND = 8L * 4 * 48_000;

    /** @throws IllegalArgumentException if a limit is out of range */
    public AudioLimits {
        if (maxSeconds < 1 || maxSeconds > 86_400 || maxTime.isZero() || maxTime.isNegative() || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "limits of " + maxSeconds + " s of sound, " + maxTime + " and " + maxBytes + " bytes");
        }
    }

    /** Limits for so many seconds of sound: 20 s of work, and the bytes that eight channels at 48 kHz have. */
    public static AudioLimits ofSeconds(int maxSeconds) {
        return new AudioLimits(maxSeconds, USUAL_TIME, maxSeconds * BYTES_A_SECOND);
    }
}
