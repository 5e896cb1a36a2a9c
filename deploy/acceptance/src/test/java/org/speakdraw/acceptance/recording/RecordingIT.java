package org.speakdraw.acceptance.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.MjpegReader;
import org.speakdraw.acceptance.fixture.DatabaseControl;
import org.speakdraw.acceptance.fixture.RunningServer;
import org.speakdraw.acceptance.fixture.ServerInstance;

/** Recording, its time line and its replay, from outside. */
class RecordingIT {

    @RegisterExtension
    static final RunningServer server = new RunningServer();

    @Test
    void replaysExactlyTheBytesThatWereShownAndOnlyToTheirOwner() throws Exception {
        try (RecordedSession session = RecordedSession.open(server.baseUri())) {
            assertThat(session.client().await("recording").get("on").asBoolean())
                    .as("off until the owner wants it")
                    .isFalse();
            session.paint();
            assertThat(session.get("timeline").status()).isEqualTo(404);

            assertThat(session.switchOn(10, true).status()).isEqualTo(201);
            assertThat(session.client().await("recording").get("input").asBoolean())
                    .isTrue();
            int unrecorded = session.shown().size();
            for (int i = 0; i < 6; i++) {
                session.paint();
                Thread.sleep(110);
            }
            session.client().change("{\"strength\":0.9,\"prompt\":\"a wolf\"}");
            session.client().await("settings");
            for (int i = 0; i < 3; i++) {
                session.paint();
                Thread.sleep(110);
            }
            session.switchOff();
            assertThat(session.client().await("recording").get("on").asBoolean())
                    .isFalse();
            session.paint();

            JsonNode timeline =
                    session.awaitWholeTimeline(each -> each.get("frames").asInt() >= 12
                            && !each.get("recording").asBoolean()
                            && each.get("prompts").size() == 2);
            List<byte[]> outputs = session.keyframes(timeline, "outputs");
            assertThat(outputs).extracting(RecordedSession::digest).isSubsetOf(session.shown());
            for (int i = 0; i < outputs.size(); i++) {
                String picture =
                        "keyframes/" + timeline.get("outputs").get("numbers").get(i);
                String tag = "\"" + RecordedSession.digest(outputs.get(i)) + "\"";
                HttpApi.Answer shown = session.get(picture);
                assertThat(shown.headers().firstValue("ETag"))
                        .as("the digest that was noted when it was shown")
                        .contains(tag);
                assertThat(shown.headers().firstValue("Cache-Control"))
                        .as("never shown after it was deleted")
                        .contains("private, no-cache");
                assertThat(session.getUnlessMatches(picture, tag).status()).isEqualTo(304);
                assertThat(session.getUnlessMatches(picture, "\"another\"").status())
                        .isEqualTo(200);
            }
            assertThat(outputs.size()).isLessThan(session.shown().size() - unrecorded + 1);
            assertThat(session.keyframes(timeline, "inputs"))
                    .extracting(RecordedSession::digest)
                    .isSubsetOf(session.sent());
            assertThat(timeline.get("prompts").findValuesAsText("prompt")).containsExactly("a fox", "a wolf");
            assertThat(timeline.get("settings").get(0).get("changes").has("seed"))
                    .isTrue();
            assertThat(timeline.get("settings").toString()).doesNotContain("a fox", "a wolf");
            assertThat(replay(session, outputs.size())).containsExactlyElementsOf(outputs);

            exports(session, outputs);
            repaints(session, timeline);
            refusesOthers(session, timeline);
            assertThat(session.client()
                            .api()
                            .delete(
                                    "/api/recordings/" + session.client().id(),
                                    session.client().authorization())
                            .status())
                    .isEqualTo(204);
            assertThat(session.get("timeline").status()).isEqualTo(404);
            assertThat(session.get("keyframes/"
                                    + timeline.get("outputs").get("numbers").get(0))
                            .status())
                    .isEqualTo(404);
        }
    }

    private static List<byte[]> replay(RecordedSession session, int frames) throws Exception {
        List<byte[]> replayed = new ArrayList<>();
        try (MjpegReader reader = MjpegReader.open(
                session.client().api(),
                session.path("replay?speed=2"),
                session.client().authorization())) {
            for (int i = 0; i < frames; i++) {
                replayed.add(reader.next());
            }
        }
        return replayed;
    }

    private static void exports(RecordedSession session, List<byte[]> outputs) throws IOException {
        assertThat(text(session.download("export?format=mp4"))).contains("ftyp", "avc1");
        assertThat(text(session.download("export?format=webm"))).contains("webm", "V_VP9");
        assertThat(text(session.download("export?format=gif"))).startsWith("GIF89a");
        List<byte[]> zipped = new ArrayList<>();
        String description = "";
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(session.download("export?format=zip")))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] content = zip.readAllBytes();
                if (entry.getName().startsWith("output/")) {
                    zipped.add(content);
                } else if (entry.getName().equals("session.json")) {
                    description = text(content);
                }
            }
        }
        assertThat(zipped).containsExactlyElementsOf(outputs);
        assertThat(description).contains("speakdraw-session/1", "a wolf", "\"file\":\"output/");
        assertThat(session.get("export?format=avi").status()).isEqualTo(400);
        HttpApi.Answer described = session.client()
                .api()
                .head(session.path("export"), session.client().authorization());
        assertThat(described.status()).isEqualTo(200);
        assertThat(described.headers().firstValue("Cache-Control")).contains("no-store");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static void repaints(RecordedSession session, JsonNode timeline) throws Exception {
        JsonNode other = session.repaint("{\"settings\":{\"prompt\":\"a bear\",\"steps\":2}}");
        assertThat(other.get("repaintOf").asText()).isEqualTo(session.client().id());
        assertThat(other.get("outputs").get("offsetsMs"))
                .isEqualTo(timeline.get("inputs").get("offsetsMs"));
        assertThat(other.get("prompts").findValuesAsText("prompt")).containsExactly("a bear");
        assertThat(other.get("settings").get(0).get("changes").get("steps").asInt())
                .isEqualTo(2);

        JsonNode same = session.repaint("{\"settings\":{\"steps\":2}}");
        for (String what : List.of("prompts", "settings")) {
            assertThat(laterOffsets(same, what))
                    .as(what + " change when they changed")
                    .isNotEmpty()
                    .isEqualTo(laterOffsets(timeline, what));
        }
        assertThat(same.get("prompts").findValuesAsText("prompt")).containsExactly("a fox", "a wolf");
        assertThat(same.get("settings").findValuesAsText("strength"))
                .isEqualTo(timeline.get("settings").findValuesAsText("strength"));
    }

    /** All but the first, which is in force at the beginning, give or take what switching on took. */
    private static List<String> laterOffsets(JsonNode timeline, String what) {
        List<String> offsets = timeline.get(what).findValuesAsText("offsetMs");
        return offsets.subList(1, offsets.size());
    }

    private static void refusesOthers(RecordedSession session, JsonNode timeline) {
        HttpApi api = session.client().api();
        String picture =
                "keyframes/" + timeline.get("outputs").get("numbers").get(0).asText();
        for (String what : List.of("timeline", picture, "replay", "export?format=zip")) {
            assertThat(api.get(session.path(what)).status()).as(what).isEqualTo(401);
            assertThat(api.get(session.path(what), "Authorization", "Bearer somebody")
                            .status())
                    .as(what)
                    .isEqualTo(404);
        }
        assertThat(api.delete("/api/recordings/" + session.client().id(), "Authorization", "Bearer somebody")
                        .status())
                .isEqualTo(404);
        assertThat(api.get("/api/recordings").json().get("recordings")).isEmpty();
        assertThat(session.switchOn(11, false).json().get("code").asText()).isEqualTo("request-invalid");
    }

    @Test
    void stopsMakingAFilmThatNobodyWants() throws Exception {
        try (RecordedSession session = RecordedSession.open(server.baseUri(), 512)) {
            session.switchOn(10, false);
            for (int i = 0; i < 25; i++) {
                session.paint();
                Thread.sleep(100);
            }
            session.switchOff();
            JsonNode timeline =
                    session.awaitWholeTimeline(each -> each.get("frames").asInt() >= 10);
            assertThat(timeline.get("export").get("playedMs"))
                    .as("said before a file is made of it")
                    .isEqualTo(timeline.get("durationMs"));
            assertThat(timeline.get("export").get("maxFilmMs").asInt()).isEqualTo(1_800_000);
            assertThat(timeline.get("export").get("maxGifMs").asInt()).isEqualTo(60_000);

            CompletableFuture<HttpApi.Answer> film =
                    CompletableFuture.supplyAsync(() -> session.get("export?format=webm"));
            HttpApi api = session.client().api();
            assertThat(api.delete(session.path("export"), "Authorization", "Bearer somebody")
                            .status())
                    .isEqualTo(404);
            while (!film.isDone()) {
                // It may not have begun yet.
                assertThat(api.delete(session.path("export"), session.client().authorization())
                                .status())
                        .isEqualTo(204);
                Thread.sleep(20);
            }
            assertThat(film.get().json().get("code").asText()).isEqualTo("export-cancelled");
            assertThat(session.get("export?format=zip").status()).isEqualTo(200);
        }
    }

    @Test
    @Tag("alone")
    void streamsOnWhileTheDatabaseIsGoneOrHangsAndReportsExactlyWhatIsMissing() throws Exception {
        try (ServerInstance small = server.startAnother(Map.of("SPEAKDRAW_RECORDING_MAX_QUEUED_BYTES", "30000"))) {
            DatabaseControl database = small.database();
            survives(small.baseUri(), database::crash, database::start);
            survives(small.baseUri(), database::freeze, database::thaw);
        }
    }

    /** Something that is done to a database. */
    @FunctionalInterface
    private interface Deed {
        void run() throws IOException, InterruptedException;
    }

    private static void survives(URI base, Deed takeAway, Deed giveBack) throws Exception {
        try (RecordedSession session = RecordedSession.open(base)) {
            session.switchOn(10, false);
            for (int i = 0; i < 4; i++) {
                session.paint();
                Thread.sleep(110);
            }
            JsonNode before = session.awaitTimeline(each -> each.get("frames").asInt() >= 3);
            List<Long> undisturbed = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                undisturbed.add(session.paint());
            }
            List<Long> without = new ArrayList<>();
            takeAway.run();
            try {
                boolean lossTold = false;
                for (int more = 100; more > 0; more -= lossTold ? 1 : 0) {
                    without.add(session.paint());
                    lossTold = lossTold
                            || session.states()
                                    .anyMatch(state -> state.get("lost").asInt() > 0);
                }
            } finally {
                giveBack.run();
            }
            assertStreamsOn(undisturbed, without);
            session.paintUntil(() -> session.get("timeline").json().path("gaps").size() > 0);
            JsonNode after = session.get("timeline").json();
            assertThat(after.get("outputs").get("numbers").toString())
                    .as("nothing before the gap is lost")
                    .startsWith(before.get("outputs").get("numbers").toString().replace("]", ""));
            JsonNode gap = after.get("gaps").get(0);
            assertThat(gap.get("reason").asText()).isEqualTo("unwritten");
            assertThat(gap.get("lost").asInt()).isPositive();
            for (JsonNode offset : after.get("outputs").get("offsetsMs")) {
                assertThat(offset.asLong() >= gap.get("startMs").asLong()
                                && offset.asLong() <= gap.get("endMs").asLong())
                        .as("a picture at " + offset + " inside the gap " + gap)
                        .isFalse();
            }
            assertThat(session.keyframes(after, "outputs"))
                    .extracting(RecordedSession::digest)
                    .isSubsetOf(session.shown());
        }
    }

    /** By the nanoseconds that pictures took, one after another, with the database and without it. */
    private static void assertStreamsOn(List<Long> undisturbed, List<Long> without) {
        undisturbed.sort(null);
        without.sort(null);
        assertThat(without.get(without.size() / 2))
                .as("the usual time of a picture without the database")
                .isLessThan(undisturbed.get(undisturbed.size() / 2) * 6 / 5);
        assertThat(without.get(without.size() - 1))
                .as("the longest one; before, it was " + undisturbed.get(undisturbed.size() - 1))
                .isLessThan(2 * undisturbed.get(undisturbed.size() - 1) + 100_000_000L);
    }
}
