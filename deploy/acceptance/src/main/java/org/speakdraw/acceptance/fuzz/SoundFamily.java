package org.speakdraw.acceptance.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.speakdraw.acceptance.client.HttpApi;

/** Sound files of six containers, damaged, at the API for transcriptions. */
final class SoundFamily implements InputFamily {

    private static final List<String> FILES =
            List.of("tone.wav", "tone.flac", "tone.ogg", "tone.webm", "tone.mp3", "tone.m4a");
    private static final String BOUNDARY = "----fuzz";

    private final HttpApi api;
    private final List<byte[]> sounds;

    SoundFamily(URI base) {
        this.api = new HttpApi(base);
        this.sounds = FILES.stream().map(SoundFamily::read).toList();
    }

    private static byte[] read(String name) {
        try (InputStream file = Objects.requireNonNull(SoundFamily.class.getResourceAsStream(name), name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Outcome send(RandomGenerator random) {
        int which = random.nextInt(FILES.size());
        byte[] sound = Mutations.damage(sounds.get(which), random);
        String form = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n--"
                + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + FILES.get(which)
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"
                + new String(sound, StandardCharsets.ISO_8859_1) + "\r\n--" + BOUNDARY + "--\r\n";
        HttpApi.Answer answer =
                api.postForm("/v1/audio/transcriptions", form, "multipart/form-data; boundary=" + BOUNDARY);
        return Outcome.ofStatus(answer.status(), FILES.get(which).substring(5) + " " + answer.status());
    }

    @Override
    public void close() {}
}
