package org.speakdraw.inference.video;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.InferenceException;

/**
 * Makes a film of JPEGs. FFmpeg runs as a process of its own with the lowest priority and one thread: whatever a broken
 * picture does to it, and however long it takes, nobody's live picture waits. Owned by one thread.
 *
 * <p>The first picture's size is the film's; pictures of other sizes are scaled to it.
 */
public final class FilmMaker implements AutoCloseable {

    private static final Path NICE = Path.of("/usr/bin/nice");
    private static final long FINISH_SECONDS = 120;

    private final FilmFormat format;
    private final Process process;
    private final OutputStream pictures;
    private final Path complaints;
    private byte @Nullable [] showing;
    private long written;

    private FilmMaker(FilmFormat format, Process process, Path complaints) {
        this.format = format;
        this.process = process;
        this.pictures = process.getOutputStream();
        this.complaints = complaints;
    }

    /**
     * Starts a film.
     *
     * @param target file to write; an existing one is replaced
     * @throws IOException when the process cannot be started
     */
    public static FilmMaker start(FilmFormat format, Path target) throws IOException {
        Path complaints = Files.createTempFile("speakdraw-film", ".log");
        try {
            Process process = new ProcessBuilder(command(format, target))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(complaints.toFile())
                    .start();
            return new FilmMaker(format, process, complaints);
        } catch (IOException e) {
            Files.deleteIfExists(complaints);
            throw e;
        }
    }

    private static List<String> command(FilmFormat format, Path target) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(NICE)) {
            command.addAll(List.of(NICE.toString(), "-n", "19"));
        }
        command.add(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class));
        command.addAll(List.of("-nostdin", "-hide_banner", "-loglevel", "error", "-y", "-threads", "1"));
        command.addAll(List.of("-f", "image2pipe", "-c:v", "mjpeg"));
        command.addAll(List.of("-framerate", Integer.toString(format.framesPerSecond()), "-i", "pipe:0"));
        command.addAll(List.of("-vf", format.filter(), "-threads", "1"));
        command.addAll(format.encoder());
        command.addAll(List.of("-f", format.name().toLowerCase(java.util.Locale.ROOT), target.toString()));
        return command;
    }

    /**
     * Shows {@code jpeg} from {@code millis} on; times rise.
     *
     * @throws InferenceException {@code film-failed}
     */
    public void show(byte[] jpeg, long millis) {
        holdUntil(millis);
        showing = jpeg;
    }

    /**
     * Holds the last picture until {@code millis} and completes the film.
     *
     * @throws InferenceException {@code film-failed}, also when there was no picture at all
     */
    public void finish(long millis) {
        // A picture that comes at the very end is seen for a moment, too.
        holdUntil(Math.max(millis, (written + 1) * 1000 / format.framesPerSecond()));
        try {
            pictures.close();
            if (!process.waitFor(FINISH_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw failed(null);
            }
        } catch (IOException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(e);
        }
    }

    private void holdUntil(long millis) {
        byte[] picture = showing;
        if (picture == null) {
            return;
        }
        try {
            for (long end = millis * format.framesPerSecond() / 1000; written < end; written++) {
                pictures.write(picture);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private InferenceException failed(@Nullable Exception cause) {
        String said = "";
        try {
            said = Files.readString(complaints).strip();
        } catch (IOException e) {
            // Then there is nothing more to say.
        }
        String detail = "the film cannot be made"
                + (said.isEmpty() ? "" : ": " + said.lines().findFirst().orElse(""));
        return cause == null
                ? new InferenceException("film-failed", detail)
                : new InferenceException("film-failed", detail, cause);
    }

    /** Ends the process if it still runs. */
    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(complaints);
    }
}
