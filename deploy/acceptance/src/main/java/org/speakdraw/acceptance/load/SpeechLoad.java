package org.speakdraw.acceptance.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.HttpApi.Answer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * How soon somebody who speaks is understood alone, beside files and in a class; and whether files that come all at once
 * are all transcribed.
 */
@Command(
        name = "speech-load",
        mixinStandardHelpOptions = true,
        description = "Speaks to a running server: one person alone and beside files, then a class.")
public final class SpeechLoad implements Callable<Integer> {

    private static final String FORM = "multipart/form-data; boundary=x";
    /** How often the file is strung together: long enough for several windows. */
    private static final int REPEATED = 8;

    private static final int FILES_AT_ONCE = 6;

    @Parameters(paramLabel = "WAV", description = "What everybody says: 16 kHz, 16 bits, one channel.")
    private Path wav = Path.of("");

    @Option(names = "--url", defaultValue = "http://localhost:8080/", description = "Default: ${DEFAULT-VALUE}.")
    private URI url = URI.create("http://localhost:8080/");

    @Option(names = "--seconds", defaultValue = "30", description = "Of each part (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--speakers", defaultValue = "10", description = "In the class (default: ${DEFAULT-VALUE}).")
    private int speakers;

    @Option(names = "--files", defaultValue = "2", description = "Beside one who speaks (default: ${DEFAULT-VALUE}).")
    private int files;

    @Option(
            names = "--beside",
            paramLabel = "FILE",
            description = "What those files hold (default: what is said, again and again).")
    private @Nullable Path file;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SpeechLoad()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        byte[] sound = Files.readAllBytes(wav);
        try {
            awaitSpeech();
            // So that nobody measures how the server warms up.
            speak(1, 5);
            SpeakingNeighbour.Waits alone = speak(1, seconds);
            System.out.println("one speaker: " + alone);
            SpeakingNeighbour.Waits beside = beside(form(file == null ? repeated(sound) : Files.readAllBytes(file)));
            System.out.println("one speaker beside " + files + " files: " + beside);
            System.out.printf(
                    "beside files to alone: %.2f (median), %.2f (p95)%n",
                    beside.quantile(0.5) / alone.quantile(0.5), beside.quantile(0.95) / alone.quantile(0.95));
            System.out.println(speakers + " speakers: " + speak(speakers, seconds));
            transcribeAtOnce(form(sound));
            return 0;
        } finally {
            threads.shutdownNow();
        }
    }

    /** The server is up before it has loaded what it hears with. */
    private void awaitSpeech() throws Exception {
        while (!new HttpApi(url)
                .get("/api/settings")
                .json()
                .at("/speech/available")
                .asBoolean()) {
            Thread.sleep(500);
        }
    }

    private SpeakingNeighbour.Waits speak(int number, int length) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(length).toNanos();
        List<Future<SpeakingNeighbour.Waits>> all = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            all.add(threads.submit(new SpeakingNeighbour(url, wav, end)));
            // Nobody begins at the same moment.
            Thread.sleep(2_000 / number);
        }
        return SpeakingNeighbour.Waits.of(results(all));
    }

    private SpeakingNeighbour.Waits beside(String form) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<Future<Integer>> busy = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            busy.add(threads.submit(() -> {
                int done = 0;
                while (!over.get()) {
                    Answer answer = new HttpApi(url).postForm("/v1/audio/transcriptions", form, FORM);
                    done += answer.status() == 200 ? 1 : 0;
                }
                return done;
            }));
        }
        SpeakingNeighbour.Waits waits = speak(1, seconds);
        over.set(true);
        System.out.printf(
                "files transcribed meanwhile: %d%n",
                results(busy).stream().mapToInt(Integer::intValue).sum());
        return waits;
    }

    private void transcribeAtOnce(String form) throws Exception {
        long start = System.nanoTime();
        List<Future<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < FILES_AT_ONCE; i++) {
            answers.add(threads.submit(() -> new HttpApi(url).postForm("/v1/audio/transcriptions", form, FORM)));
        }
        long good = results(answers).stream()
                .filter(answer -> answer.status() == 200
                        && !answer.json().get("text").asText().isEmpty())
                .count();
        System.out.printf(
                "%d files of one address at once: %d transcribed, in %.1f s%n",
                FILES_AT_ONCE, good, (System.nanoTime() - start) / 1e9);
    }

    private static <T> List<T> results(List<Future<T>> all) throws Exception {
        List<T> results = new ArrayList<>();
        for (Future<T> each : all) {
            results.add(each.get());
        }
        return results;
    }

    /** Whole files one after another, which counts as one. */
    private static byte[] repeated(byte[] sound) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < REPEATED; i++) {
            all.write(sound);
        }
        return all.toByteArray();
    }

    private static String form(byte[] sound) {
        return "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n"
                + new String(sound, StandardCharsets.ISO_8859_1)
                + "\r\n--x--\r\n";
    }
}
