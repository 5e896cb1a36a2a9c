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
final class SpeakingNeighbour implements Callable<String> {

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

    /** Speaks, and tells how soon it was understood. */
    @Override
    public String call() throws InterruptedException {
        List<Double> waits = new ArrayList<>();
        int partials = 0;
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
            }
            client.api().delete("/api/sessions/" + client.id(), client.authorization());
        }
        waits.sort(null);
        return "%d utterances of %.1f s, %d partial texts; from its end to the final text %.0f ms (median), %.0f ms (p95)"
                .formatted(
                        waits.size(),
                        samples.length / 32_000.0,
                        partials,
                        waits.get(waits.size() / 2),
                        waits.get(waits.size() * 95 / 100));
    }
}
