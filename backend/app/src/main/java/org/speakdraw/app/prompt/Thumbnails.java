package org.speakdraw.app.prompt;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.BodyLimits;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.safety.PictureWatch;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.imaging.Fit;
import org.speakdraw.inference.imaging.FrameFitter;
import org.speakdraw.inference.imaging.JpegCodec;
import org.speakdraw.inference.imaging.JpegLimits;

/**
 * The pictures of presets: JPEG, {@value #SIDE} pixels square. What a client sends is decoded and compressed again, so
 * that nothing but a picture is kept. One is made at a time: the classes that paint need the cores. Thread-safe.
 */
@Singleton
public class Thumbnails {

    /** Of what a client sends. */
    static final int MAX_BYTES = BodyLimits.OTHERS;

    private static final long MAX_PIXELS = 2048L * 2048;
    private static final int SIDE = 160;
    private static final int QUALITY = 82;
    private static final long PATIENCE_SECONDS = 5;

    private final JpegCodec codec = new JpegCodec(new JpegLimits(MAX_BYTES, MAX_PIXELS));
    private final PictureWatch watch;
    private final Semaphore turn = new Semaphore(1, true);
    private final Map<String, Optional<Thumbnail>> builtIn = new ConcurrentHashMap<>();

    @Inject
    Thumbnails(PictureWatch watch) {
        this.watch = watch;
    }

    /** A picture and what identifies its bytes. */
    record Thumbnail(byte[] jpeg, String etag) {

        static Thumbnail of(byte[] jpeg) {
            CRC32 checksum = new CRC32();
            checksum.update(jpeg);
            return new Thumbnail(jpeg, Long.toHexString(checksum.getValue()));
        }
    }

    /**
     * Makes a thumbnail of a JPEG.
     *
     * @throws org.speakdraw.inference.SpeakDrawException {@code frame-too-large}, {@code frame-undecodable} and the
     *     like; {@code picture-refused}; {@code too-many-requests} when its turn does not come
     */
    Thumbnail make(byte[] jpeg) {
        if (!takeTurn()) {
            throw RequestException.tooMany(
                    ApiError.TOO_MANY_REQUESTS,
                    "Many pictures are being saved at the moment.",
                    Duration.ofSeconds(PATIENCE_SECONDS));
        }
        try {
            return shrink(jpeg);
        } finally {
            turn.release();
        }
    }

    private boolean takeTurn() {
        try {
            return turn.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Thumbnail shrink(byte[] jpeg) {
        Frame square = FrameFitter.fit(codec.decode(jpeg, 0, jpeg.length), SIDE, SIDE, Fit.CROP);
        if (watch.refuses(square)) {
            throw new RequestException(
                    ApiError.PICTURE_REFUSED, "This picture may be one that is not for school. Take another one.");
        }
        return Thumbnail.of(codec.encode(square, QUALITY));
    }

    /** The thumbnail of a built-in preset; empty when there is no picture of it. */
    Optional<Thumbnail> builtIn(String slug) {
        return builtIn.computeIfAbsent(slug, Thumbnails::load);
    }

    private static Optional<Thumbnail> load(String slug) {
        try (InputStream file = Thumbnails.class.getResourceAsStream("thumbnails/" + slug + ".jpg")) {
            return file == null ? Optional.empty() : Optional.of(Thumbnail.of(JpegCodec.mark(file.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
