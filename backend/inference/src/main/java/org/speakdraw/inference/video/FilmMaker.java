package org.speakdraw.inference.video;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * Makes a film of pictures that stay for different times. Every picture is encoded when it comes and then once a
 * second, so that a film costs what happens in it and can be searched everywhere. It rests for as long as it works:
 * nobody waits for a film as for a live picture. Owned by one thread.
 *
 * <p>The first picture's size, within what the format allows, is the film's; others are fitted into it.
 */
public final class FilmMaker implements AutoCloseable {

    private static final long HOLD_MILLIS = 1_000;

    private final FilmFormat format;
    private final Path target;
    private final boolean madeByAi;
    private final Runnable beforePicture;
    private final long spacingMillis;
    private @Nullable FilmEncoder encoder;
    private @Nullable Frame showing;
    private long showingSince;
    /** Whether {@link #showing} is in the film already. */
    private boolean written;

    private long lastMillis;

    /**
     * @param target        file to write; an existing one is replaced
     * @param madeByAi      whether the film is to be marked so ({@link org.speakdraw.inference.AiMark})
     * @param beforePicture called before each picture that is encoded; what it throws ends the film, even within a
     *     long still
     */
    public FilmMaker(FilmFormat format, Path target, boolean madeByAi, Runnable beforePicture) {
        this.format = format;
        this.target = target;
        this.madeByAi = madeByAi;
        this.beforePicture = beforePicture;
        this.spacingMillis = 1_000 / format.framesPerSecond();
        this.lastMillis = -spacingMillis;
    }

    /**
     * Shows {@code picture} from {@code millis} on; times rise. One that another replaces before its turn, at the
     * format's frame rate, is left out.
     *
     * @throws InferenceException {@code film-failed}
     */
    public void show(Frame picture, long millis) {
        holdUntil(millis);
        showing = picture;
        showingSince = millis;
        written = false;
    }

    /**
     * Holds the last picture until {@code millis} and completes the film.
     *
     * @throws InferenceException {@code film-failed}, also when there was no picture at all
     */
    public void finish(long millis) {
        // A picture that comes at the very end is seen for a moment, too.
        long end = Math.max(millis, Math.max(showingSince, lastMillis + spacingMillis) + spacingMillis);
        holdUntil(end);
        Frame last = showing;
        FilmEncoder film = encoder;
        if (last == null || film == null) {
            throw new InferenceException(InferenceError.FILM_FAILED, "the film cannot be made: it has no pictures");
        }
        // The last one in a file lasts as long as an ordinary one.
        if (lastMillis + spacingMillis < end) {
            write(last, end - spacingMillis);
        }
        film.finish();
        close();
        if (madeByAi) {
            FilmMark.add(format, target);
        }
    }

    private void holdUntil(long millis) {
        Frame picture = showing;
        if (picture == null) {
            return;
        }
        long due = written ? lastMillis + HOLD_MILLIS : Math.max(showingSince, lastMillis + spacingMillis);
        for (; due < millis; due += HOLD_MILLIS) {
            write(picture, due);
            written = true;
        }
    }

    private void write(Frame picture, long millis) {
        beforePicture.run();
        long start = System.nanoTime();
        FilmEncoder film = encoder;
        if (film == null) {
            Map<String, String> tags = madeByAi ? FilmMark.tags() : Map.of();
            film = new FilmEncoder(format, target, picture.width(), picture.height(), tags);
            encoder = film;
        }
        film.write(picture, millis);
        lastMillis = millis;
        LockSupport.parkNanos(Math.min(System.nanoTime() - start, TimeUnit.SECONDS.toNanos(1)));
    }

    @Override
    public void close() {
        FilmEncoder film = encoder;
        if (film != null) {
            film.close();
            encoder = null;
        }
    }
}
