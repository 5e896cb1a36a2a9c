package org.speakdraw.acceptance.recording;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
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
            "{\"width\":128,\"height\":128,\"steps\":1,\"t_index_list\":\"\",\"prompt\":\"a fox\"}";

    private final SessionClient client;
    private final Set<String> sent = new LinkedHashSet<>();
    private final Set<String> shown = new LinkedHashSet<>();
    private int step;

    private RecordedSession(SessionClient client) {
        this.client = client;
    }

    static RecordedSession open(URI base) {
        return new RecordedSession(SessionClient.open(base, SETTINGS));
    }

    /** Sends a picture that differs from all before, and waits until it comes back painted. */
    void paint() throws InterruptedException {
        byte[] jpeg = TestPictures.moving(96, 96, step++);
        sent.add(digest(jpeg));
        Picture picture = client.awaitPicture(client.send(jpeg));
        shown.add(digest(picture.jpeg()));
    }

    /** Paints some pictures a second until something has happened. */
    void paintUntil(BooleanSupplier happened) throws InterruptedException {
        long end = System.nanoTime() + SessionClient.PATIENCE.toNanos();
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("nothing has happened within " + SessionClient.PATIENCE);
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

    byte[] download(String what) {
        return client.api().download(path(what), client.authorization());
    }

    /** The time line as soon as it is as expected. */
    JsonNode awaitTimeline(Predicate<JsonNode> expected) throws InterruptedException {
        long end = System.nanoTime() + SessionClient.PATIENCE.toNanos();
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
