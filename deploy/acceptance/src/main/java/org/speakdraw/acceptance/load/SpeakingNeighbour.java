package org.speakdraw.acceptance.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.speakdraw.acceptance.client.SessionClient;

/** Somebody who sends no pictures and says the same thing again and again, at the pace of speech. */
final class SpeakingNeighbour implements Callable<SpeakingNeighbour.Waits> {

    private static final int WAV_HEADER = 44;
    /** A tenth of a second of 16-bit samples at 16 kHz. */
    private static final int CHUNK = 3200;

    private static final int CHUNK_MILLIS = 100;
    private static final int MESSAGE_HEADER = 16;

    private final URI url;
    private final byte[] samples;
    private final long end;

    /**
     * @param wav one channel, 16 bits, 16 kHz, with the plain header of 44 bytes
     * @param end {@code System.nanoTime} at which it falls silent
     */
    SpeakingNeighbour(URI url, Path wav, long end) throws IOException {
        byte[] file = Files.readAllBytes(wav);
        this.url = url;
        this.samples = Arrays.copyOfRange(file, WAV_HEADER, file.length);
        this.end = end;
    }

    /**
     * How soon it was understood.
     *
     * @param seconds  of an utterance
     * @param partials texts that were not final
     * @param empty    final texts without words
     * @param millis   from the end of each utterance to its final text, in ascending order
     */
    record Waits(double seconds, int partials, int empty, List<Double> millis) {

        Waits {
            millis = millis.stream().sorted().toList();
        }

        /** Of several who speak. */
        static Waits of(List<Waits> all) {
            return new Waits(
                    all.get(0).seconds(),
                    all.stream().mapToInt(Waits::partials).sum(),
                    all.stream().mapToInt(Waits::empty).sum(),
                    all.stream().flatMap(each -> each.millis().stream()).toList());
        }

        /** @param share of the waits that are shorter, 0 to 1 */
        double quantile(double share) {
            return millis.get((int) Math.min(millis.size() - 1, share * millis.size()));
        }

        @Override
        public String toString() {
            return "%d utterances of %.1f s, %d without words, %d partial texts; from its end to the final text %.0f ms (median), %.0f ms (p95)"
                    .formatted(millis.size(), seconds, empty, partials, quantile(0.5), quantile(0.95));
        }
    }

    /** Speaks until the end. */
    @Override
    public Waits call() throws InterruptedException {
        List<Double> waits = new ArrayList<>();
        int partials = 0;
        int empty = 0;
        try (SessionClient client = SessionClient.open(url, "{}")) {
            for (int utterance = 0; System.nanoTime() < end; utterance++) {
                client.socket().send("{\"type\":\"speech-start\",\"utterance\":" + utterance + "}");
                for (int at = 0; at < samples.length; at += CHUNK) {
                    byte[] chunk = Arrays.copyOfRange(samples, at, Math.min(samples.length, at + CHUNK));
                    client.socket()
                            .send(ByteBuffer.allocate(MESSAGE_HEADER + chunk.length)
                                    .putInt(0x01030000)
                                    .position(MESSAGE_HEADER)
                                    .put(chunk)
                                    .flip());
                    Thread.sleep(CHUNK_MILLIS);
                }
                client.socket().send("{\"type\":\"speech-end\",\"utterance\":" + utterance + "}");
                long ended = System.nanoTime();
                JsonNode text = client.await("speech");
                for (; !text.get("final").asBoolean(); text = client.await("speech")) {
                    partials++;
                }
                waits.add((System.nanoTime() - ended) / 1e6);
                empty += text.get("text").asText().isEmpty() ? 1 : 0;
            }
            client.api().delete("/api/sessions/" + client.id(), client.authorization());
        }
        return new Waits(samples.length / 32_000.0, partials, empty, waits);
    }
}
