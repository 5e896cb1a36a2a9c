package org.speakdraw.acceptance.siege;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import org.speakdraw.acceptance.client.HttpApi;

/** Posts one of {@link Bombs} again and again. */
final class PostedBomb implements Attack {

    private static final String BOUNDARY = "----siege";

    private final String name;
    private final HttpApi api;
    private final Function<HttpApi, HttpApi.Answer> post;

    private PostedBomb(String name, URI base, Function<HttpApi, HttpApi.Answer> post) {
        this.name = name;
        this.api = new HttpApi(base);
        this.post = post;
    }

    /** Preset files of 2 MB. */
    static PostedBomb presets(URI base) {
        String file = Bombs.presets(250_000);
        return new PostedBomb("preset files", base, api -> api.post("/api/presets/file", file));
    }

    /** 94 bytes of FLAC that ask for gigabytes. */
    static PostedBomb flac(URI base) {
        return sound("flac at 1 Hz", base, "bomb.flac", Bombs.flac(1, 3));
    }

    /** A WAV with one wrong byte in its rate. */
    static PostedBomb wav(URI base) {
        return sound("wav at 62 Hz", base, "bomb.wav", Bombs.wav(62));
    }

    private static PostedBomb sound(String name, URI base, String file, byte[] sound) {
        String form = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + file
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"
                + new String(sound, StandardCharsets.ISO_8859_1) + "\r\n--" + BOUNDARY + "--\r\n";
        return new PostedBomb(
                name,
                base,
                api -> api.postForm("/v1/audio/transcriptions", form, "multipart/form-data; boundary=" + BOUNDARY));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration pause() {
        return Duration.ofSeconds(2);
    }

    @Override
    public String strike() {
        return String.valueOf(post.apply(api).status());
    }
}
