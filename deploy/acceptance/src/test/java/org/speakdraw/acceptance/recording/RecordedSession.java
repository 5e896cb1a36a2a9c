package org.speakdraw.acceptance.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.speakdraw.acceptance.client.Patience.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.Picture;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;

/** A session of a test that records itself, and remembers what was sent and what was shown. */
final class RecordedSession implements AutoCloseable {

    private static final String SETTINGS =
            "{\"width\":%1$d,\"height\":%1$d,\"steps\":1,\"t_index_list\":\"\",\"prompt\":\"a fox\"}";

    private final SessionClient client;
    private final Set<String> sent = new LinkedHashSet<>();
    private final Set<String> shown = new LinkedHashSet<>();
    private int step;

    private RecordedSession(SessionClient client) {
        this.client = client;
    }

    static RecordedSession of(SessionClient client) {
        return new RecordedSession(client);
    }

    static RecordedSession open(URI base) {
        return open(base, 128);
    }

    /** @param side of the pictures in pixels */
    static RecordedSession open(URI base, int side) {
        return new RecordedSession(SessionClient.open(base, String.format(Locale.ROOT, SETTINGS, side)));
    }

    /** Sends a picture that differs from all before, and waits until it comes back painted; nanoseconds that took. */
    long paint() throws InterruptedException {
        byte[] jpeg = TestPictures.moving(96, 96, step++);
        sent.add(digest(jpeg));
        long start = System.nanoTime();
        Picture picture = client.awaitPicture(client.send(jpeg));
        long nanos = System.nanoTime() - start;
        shown.add(digest(picture.jpeg()));
        return nanos;
    }

    /** Paints some pictures a second until something has happened. */
    void paintUntil(BooleanSupplier happened) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("nothing has happened within " + PATIENCE);
            }
            paint();
            Thread.sleep(110);
        }
    }

    /** What was told about the recording since the last call. */
    Stream<JsonNode> states() {
        return client.takeMessages().stream()
                .filter(message -> message.path("type").asText().equals("recording"));
    }

    HttpApi.Answer switchOn(double rate, boolean input) {
        return client.api()
                .post(path("recording"), "{\"rate\":" + rate + ",\"input\":" + input + "}", client.authorization());
    }

    void switchOff() {
        client.api().delete(path("recording"), client.authorization());
    }

    HttpApi.Answer get(String what) {
        return client.api().get(path(what), client.authorization());
    }

    /** Asks again for what is kept already. */
    HttpApi.Answer getUnlessMatches(String what, String tag) {
        String[] authorization = client.authorization();
        return client.api().get(path(what), authorization[0], authorization[1], "If-None-Match", tag);
    }

    byte[] download(String what) {
        return client.api().download(path(what), client.authorization());
    }

    /** The time line as soon as it is as expected. */
    JsonNode awaitTimeline(Predicate<JsonNode> expected) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        HttpApi.Answer answer;
        do {
            answer = get("timeline");
            if (answer.status() == 200 && expected.test(answer.json())) {
                return answer.json();
            }
            Thread.sleep(100);
        } while (System.nanoTime() < end);
        throw new AssertionError("the time line is not as expected: " + answer.body());
    }

    /** The same once nothing has been added to it for a second: what was painted last is written last. */
    JsonNode awaitWholeTimeline(Predicate<JsonNode> expected) throws InterruptedException {
        JsonNode before = awaitTimeline(expected);
        Thread.sleep(1_000);
        JsonNode after = awaitTimeline(expected);
        while (after.get("frames").asInt() != before.get("frames").asInt()) {
            before = after;
            Thread.sleep(1_000);
            after = awaitTimeline(expected);
        }
        return after;
    }

    /** The pictures of a kind, read one by one. */
    List<byte[]> keyframes(JsonNode timeline, String kind) {
        List<byte[]> jpegs = new ArrayList<>();
        for (JsonNode number : timeline.get(kind).get("numbers")) {
            jpegs.add(download("keyframes/" + number));
        }
        return jpegs;
    }

    /** Begins to paint it again. */
    HttpApi.Answer beginRepaint(String body) {
        return client.api().post(path("repaint"), body, client.authorization());
    }

    /** Paints it again; the new time line. */
    JsonNode repaint(String body) throws InterruptedException {
        return awaitRepainted(beginRepaint(body), () -> Thread.sleep(100));
    }

    /** What is done while something else is waited for. */
    @FunctionalInterface
    interface Meanwhile {
        void run() throws InterruptedException;
    }

    /** The new time line as soon as the repainting is done; {@code meanwhile} is run over and over. */
    JsonNode awaitRepainted(HttpApi.Answer begun, Meanwhile meanwhile) throws InterruptedException {
        assertThat(begun.status()).as(begun.body()).isEqualTo(202);
        String repainted = "/api/sessions/" + begun.json().get("session").asText();
        long end = System.nanoTime() + PATIENCE.toNanos();
        JsonNode progress;
        do {
            meanwhile.run();
            progress = client.api()
                    .get(repainted + "/repaint", client.authorization())
                    .json();
        } while (progress.get("state").asText().equals("running") && System.nanoTime() < end);
        assertThat(progress.get("state").asText()).isEqualTo("done");
        assertThat(progress.get("done")).isEqualTo(progress.get("total"));
        return client.api().get(repainted + "/timeline", authorization(begun)).json();
    }

    /** Opens what belongs to the repainted session. */
    static String[] authorization(HttpApi.Answer begun) {
        return new String[] {
            "Authorization", "Bearer " + begun.json().get("token").asText()
        };
    }

    String path(String what) {
        return "/api/sessions/" + client.id() + "/" + what;
    }

    SessionClient client() {
        return client;
    }

    /** Digests of all frames that were sent. */
    Set<String> sent() {
        return sent;
    }

    /** Digests of all pictures that came back. */
    Set<String> shown() {
        return shown;
    }

    static String digest(byte[] jpeg) {
        try {
            return HexFormat.of()
                    .formatHex(
                            java.security.MessageDigest.getInstance("SHA-256").digest(jpeg));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
