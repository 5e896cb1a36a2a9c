package org.speakdraw.acceptance.fuzz;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/** Text messages of the socket: fields of any type and size, unknown types, texts that are no JSON. */
final class MessageFamily implements InputFamily {

    private static final List<String> TYPES = List.of(
            "settings",
            "prompt",
            "shown",
            "ping",
            "speech-start",
            "speech-pause",
            "speech-end",
            "speech-cancel",
            "dance",
            "");
    private static final List<String> FIELDS = List.of(
            "values",
            "text",
            "source",
            "language",
            "sequence",
            "latencyMs",
            "utterance",
            "task",
            "samples",
            "id",
            "type");
    private static final List<String> SETTINGS = List.of(
            "prompt",
            "negative_prompt",
            "seed",
            "strength",
            "steps",
            "t_index_list",
            "guidance_scale",
            "cfg_type",
            "mode",
            "input",
            "fit",
            "max_fps",
            "jpeg_quality",
            "matte_ratio",
            "nonsense");

    private static final List<String> PLAUSIBLE = List.of(
            "1",
            "7",
            "0.5",
            "true",
            "\"a fox\"",
            "\"typed\"",
            "\"auto\"",
            "\"transcribe\"",
            "\"none\"",
            "\"full\"",
            "\"\"");

    private final FuzzedSession session;

    MessageFamily(URI base) {
        this.session = new FuzzedSession(base);
    }

    @Override
    public Outcome send(RandomGenerator random) throws InterruptedException {
        session.send(message(random));
        return session.settle();
    }

    private static String message(RandomGenerator random) {
        StringBuilder json = new StringBuilder("{\"type\":").append(type(random));
        for (int i = random.nextInt(4); i > 0; i--) {
            String field = Mutations.pick(FIELDS, random);
            json.append(',').append(Mutations.quote(field)).append(':');
            json.append(field.equals("values") ? settings(random) : value(random));
        }
        String whole = json.append('}').toString();
        return random.nextInt(5) == 0
                ? new String(
                        Mutations.damage(whole.getBytes(StandardCharsets.ISO_8859_1), random),
                        StandardCharsets.ISO_8859_1)
                : whole;
    }

    private static String type(RandomGenerator random) {
        return random.nextInt(12) == 0 ? Mutations.jsonValue(random) : Mutations.quote(Mutations.pick(TYPES, random));
    }

    /** Now and then something that is right, so that a message gets further than to its reader. */
    private static String value(RandomGenerator random) {
        return random.nextInt(3) == 0 ? Mutations.jsonValue(random) : Mutations.pick(PLAUSIBLE, random);
    }

    private static String settings(RandomGenerator random) {
        StringBuilder json = new StringBuilder("{");
        for (int i = random.nextInt(4); i >= 0; i--) {
            json.append(Mutations.quote(Mutations.pick(SETTINGS, random)))
                    .append(':')
                    .append(value(random))
                    .append(i == 0 ? "" : ",");
        }
        return json.append('}').toString();
    }

    @Override
    public void close() {
        session.close();
    }
}
