package org.speakdraw.app.recording;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.imaging.FrameSketch;
import org.speakdraw.inference.imaging.JpegCodec;

/**
 * Leaves out pictures that are identical to the one kept last, or hardly differ from it: the comparison is with what
 * was kept, so a slow change is kept as soon as it adds up. One kind of picture of one recording; one thread at a time.
 */
final class KeyframeChoice {

    private final JpegCodec codec;
    private byte @Nullable [] keptDigest;
    private @Nullable FrameSketch kept;

    KeyframeChoice(JpegCodec codec) {
        this.codec = codec;
    }

    /** The picture's SHA-256 when it is worth keeping; then later ones are compared with it. */
    Optional<byte[]> digestIfNew(byte[] jpeg) {
        byte[] digest = sha256(jpeg);
        if (Arrays.equals(digest, keptDigest)) {
            return Optional.empty();
        }
        FrameSketch sketch = sketch(jpeg);
        if (sketch != null && kept != null && !sketch.differsFrom(kept)) {
            return Optional.empty();
        }
        keptDigest = digest;
        kept = sketch;
        return Optional.of(digest);
    }

    /** The picture that was found to be new could not be kept after all. */
    void forget() {
        keptDigest = null;
        kept = null;
    }

    private @Nullable FrameSketch sketch(byte[] jpeg) {
        try {
            return codec.sketch(jpeg);
        } catch (InferenceException e) {
            // It was decoded or encoded a moment ago, so this is rare; an uncertain picture is kept.
            return null;
        }
    }

    /** What identical pictures are known by: their SHA-256. */
    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
