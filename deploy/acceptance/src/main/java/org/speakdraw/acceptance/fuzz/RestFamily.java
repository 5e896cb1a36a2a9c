package org.speakdraw.acceptance.fuzz;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.speakdraw.acceptance.client.HttpApi;

/** Every operation of the OpenAPI description, with parameters and bodies that are anything but what it describes. */
final class RestFamily implements InputFamily {

    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]*}");
    private static final List<String> MEDIA_TYPES = List.of(
            "application/json",
            "application/json; charset=utf-16",
            "application/json;charset=bogus",
            "text/plain",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=" + "x".repeat(3_000),
            "application/x-www-form-urlencoded",
            ";",
            "a/b/c");

    private final URI base;
    private final List<RestOperation> operations;
    private final HttpApi api;
    private final String session;
    private final String token;

    RestFamily(URI base) {
        this.base = base;
        this.api = new HttpApi(base);
        this.operations = RestOperation.all(api.get("/openapi?format=JSON").json());
        if (operations.isEmpty()) {
            throw new IllegalStateException("/openapi describes nothing");
        }
        HttpApi.Answer opened = api.post("/api/sessions", "{}");
        this.session = opened.json().path("id").asText();
        this.token = opened.json().path("token").asText();
    }

    @Override
    public Outcome send(RandomGenerator random) {
        RestOperation operation = Mutations.pick(operations, random);
        byte[] body =
                operation.mediaTypes().isEmpty() && random.nextInt(4) != 0 ? new byte[0] : body(operation, random);
        String head = operation.method() + " " + path(operation, random) + " HTTP/1.1\r\nHost: " + base.getAuthority()
                + "\r\nConnection: close\r\nContent-Length: " + body.length + "\r\n"
                + (random.nextInt(3) == 0 ? "" : "Authorization: Bearer " + token + "\r\n")
                + "Content-Type: " + mediaType(operation, random) + "\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = java.util.Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, request, start.length, body.length);
        Outcome outcome = RawHttp.send(base, request);
        return outcome.verdict() == Outcome.Verdict.FAILED
                ? Outcome.failed(operation.method() + " " + operation.path() + ": " + outcome.detail())
                : outcome;
    }

    private static String mediaType(RestOperation operation, RandomGenerator random) {
        List<String> described = operation.mediaTypes();
        return described.isEmpty() || random.nextInt(4) == 0
                ? Mutations.pick(MEDIA_TYPES, random)
                : Mutations.pick(described, random);
    }

    private String path(RestOperation operation, RandomGenerator random) {
        String path =
                PARAMETER.matcher(operation.path()).replaceAll(name -> Matcher.quoteReplacement(parameter(random)));
        List<String> query = new ArrayList<>();
        for (String name : operation.query()) {
            if (random.nextBoolean()) {
                query.add(name + "=" + encode(value(random)));
            }
        }
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    private String parameter(RandomGenerator random) {
        return switch (random.nextInt(6)) {
            case 0, 1, 2 -> session;
            case 3 -> new UUID(random.nextLong(), random.nextLong()).toString();
            case 4 -> String.valueOf(random.nextInt());
            default -> encode(shorten(Mutations.text(random)));
        };
    }

    private static String value(RandomGenerator random) {
        return random.nextBoolean()
                ? shorten(Mutations.text(random))
                : Mutations.pick(
                        List.of("0", "-1", "1", "60", "99999999999", "1e308", "NaN", "true", "mp4", "all"), random);
    }

    private static byte[] body(RestOperation operation, RandomGenerator random) {
        StringBuilder json = new StringBuilder("{");
        for (String field : operation.fields()) {
            if (random.nextBoolean()) {
                json.append(json.length() == 1 ? "" : ",")
                        .append(Mutations.quote(field))
                        .append(':')
                        .append(Mutations.jsonValue(random));
            }
        }
        byte[] body = switch (random.nextInt(6)) {
            case 0 -> Mutations.jsonValue(random).getBytes(StandardCharsets.ISO_8859_1);
            case 1 -> Mutations.random(random, random.nextInt(500));
            default -> json.append('}').toString().getBytes(StandardCharsets.UTF_8);
        };
        return random.nextInt(4) == 0 ? Mutations.damage(body, random) : body;
    }

    /** Request lines have a limit of their own, which the family of headers tries. */
    private static String shorten(String text) {
        return text.substring(0, Math.min(text.length(), 500));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        api.delete("/api/sessions/" + session, "Authorization", "Bearer " + token);
    }
}
