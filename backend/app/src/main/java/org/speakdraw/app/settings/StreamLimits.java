package org.speakdraw.app.settings;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.speakdraw.inference.imaging.DecodeBudget;
import org.speakdraw.inference.imaging.JpegLimits;

/**
 * What one client may take of the server; {@code microprofile-config.properties} explains each.
 *
 * @param maxSessions    sessions at once
 * @param maxFps         painted frames a second that a session may ask for, 1..60
 * @param initialCredit  frames on the way to the engine
 * @param outputWindow   unacknowledged output frames
 * @param maxViewers     MJPEG viewers of one session
 * @param maxFrameBytes  largest JPEG
 * @param maxFramePixels largest picture
 * @param maxDecodedBytes of all sessions' decoded frames together
 * @param maxTextBytes   largest text message
 * @param reconnectGrace how long a session without socket and viewers is kept
 * @param quietLimit     how long a session may go without a frame and without a picture before that counts against it
 * @param pingInterval   between pings
 * @param idleTimeout    silence after which a peer is taken for gone
 * @param repeatInterval after which an MJPEG viewer gets the last frame again
 * @param stalledViewer  after which an MJPEG viewer that takes nothing is let go
 * @param classicEnabled whether the classic protocol is served
 */
public record StreamLimits(
        int maxSessions,
        int maxFps,
        int initialCredit,
        int outputWindow,
        int maxViewers,
        int maxFrameBytes,
        long maxFramePixels,
        long maxDecodedBytes,
        int maxTextBytes,
        Duration reconnectGrace,
        Duration quietLimit,
        Duration pingInterval,
        Duration idleTimeout,
        Duration repeatInterval,
        Duration stalledViewer,
        boolean classicEnabled) {

    public StreamLimits {
        requireAtLeastOne("speakdraw.stream.max-sessions", maxSessions);
        if (maxFps < 1 || maxFps > 60) {
            throw new IllegalArgumentException("speakdraw.stream.max-fps is " + maxFps + ", it is 1 to 60");
        }
        requireAtLeastOne("speakdraw.stream.initial-credit", initialCredit);
        requireAtLeastOne("speakdraw.stream.output-window", outputWindow);
        requireAtLeastOne("speakdraw.stream.max-viewers", maxViewers);
        requireAtLeastOne("speakdraw.stream.max-frame-bytes", maxFrameBytes);
        requireAtLeastOne("speakdraw.stream.max-frame-pixels", maxFramePixels);
        requireAtLeastOne("speakdraw.stream.max-decoded-bytes", maxDecodedBytes);
        requireAtLeastOne("speakdraw.stream.max-text-bytes", maxTextBytes);
        requireAtLeastOne("speakdraw.stream.quiet-limit-seconds", quietLimit.toSeconds());
    }

    /** What is read of a frame's JPEG. */
    public JpegLimits jpeg() {
        return new JpegLimits(maxFrameBytes, maxFramePixels);
    }

    private static void requireAtLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", at least 1");
        }
    }

    /** Reads the configuration once, at start. */
    @Singleton
    static class Reader {

        /** Of all that is decoded for painting, streams' frames and single pictures. */
        @Produces
        @Singleton
        DecodeBudget decoded(StreamLimits limits) {
            return new DecodeBudget(limits.maxDecodedBytes());
        }

        @Produces
        @Singleton
        StreamLimits read(Config config) {
            return new StreamLimits(
                    config.getValue("speakdraw.stream.max-sessions", int.class),
                    config.getValue("speakdraw.stream.max-fps", int.class),
                    config.getValue("speakdraw.stream.initial-credit", int.class),
                    config.getValue("speakdraw.stream.output-window", int.class),
                    config.getValue("speakdraw.stream.max-viewers", int.class),
                    config.getValue("speakdraw.stream.max-frame-bytes", int.class),
                    config.getValue("speakdraw.stream.max-frame-pixels", long.class),
                    config.getValue("speakdraw.stream.max-decoded-bytes", long.class),
                    config.getValue("speakdraw.stream.max-text-bytes", int.class),
                    Duration.ofSeconds(config.getValue("speakdraw.stream.reconnect-grace-seconds", long.class)),
                    Duration.ofSeconds(config.getValue("speakdraw.stream.quiet-limit-seconds", long.class)),
                    Duration.ofSeconds(config.getValue("speakdraw.stream.ping-interval-seconds", long.class)),
                    Duration.ofSeconds(config.getValue("speakdraw.stream.idle-timeout-seconds", long.class)),
                    Duration.ofMillis(config.getValue("speakdraw.stream.repeat-interval-millis", long.class)),
                    Duration.ofSeconds(config.getValue("speakdraw.stream.stalled-viewer-seconds", long.class)),
                    config.getValue("speakdraw.classic.enabled", boolean.class));
        }
    }
}
