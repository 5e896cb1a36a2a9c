package org.speakdraw.acceptance.siege;

import java.net.URI;
import java.time.Duration;
import org.speakdraw.acceptance.client.HttpApi;

/** Guesses the codes of classrooms, each time as somebody new. */
final class WrongCodes implements Attack {

    private final HttpApi api;

    WrongCodes(URI base) {
        this.api = new HttpApi(base);
    }

    @Override
    public String name() {
        return "guessed codes";
    }

    @Override
    public Duration pause() {
        return Duration.ofMillis(500);
    }

    @Override
    public String strike() {
        return String.valueOf(
                api.post("/api/classrooms/join", "{\"code\":\"22222222\"}").status());
    }
}
