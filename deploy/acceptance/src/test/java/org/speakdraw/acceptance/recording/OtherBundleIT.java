package org.speakdraw.acceptance.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.RunningServer;

/** Repainting with a bundle that is not the one that paints live. */
class OtherBundleIT {

    @RegisterExtension
    static final RunningServer server = new RunningServer();

    /** The embedded bundle that does not paint live in these tests. */
    private static String other = "";

    @BeforeAll
    static void findTheOther() {
        other = Checkout.bundle().endsWith("pocket") ? "handmade" : "pocket";
    }

    @Test
    void paintsOtherPicturesOfTheSameTimesWhileTheStreamGoesOn() throws Exception {
        try (RecordedSession session = RecordedSession.open(server.baseUri())) {
            JsonNode recorded = record(session);
            List<byte[]> before = session.keyframes(recorded, "outputs");
            HttpApi api = session.client().api();

            HttpApi.Answer begun =
                    session.beginRepaint("{\"settings\":{\"strength\":0.6},\"bundle\":\"" + other + "\"}");
            List<Long> live = new ArrayList<>();
            JsonNode repainted = session.awaitRepainted(begun, () -> live.add(session.paint()));
            assertThat(live).as("pictures painted live meanwhile").hasSizeGreaterThan(2);
            assertThat(repainted.get("bundle").asText()).isEqualTo(other);
            assertThat(repainted.get("durationMs"))
                    .as("all is written when it is done")
                    .isEqualTo(recorded.get("durationMs"));
            assertThat(repainted.get("outputs").get("offsetsMs"))
                    .isEqualTo(recorded.get("inputs").get("offsetsMs"));
            Set<String> theirs = new HashSet<>();
            for (JsonNode number : repainted.get("outputs").get("numbers")) {
                theirs.add(RecordedSession.digest(api.download(
                        "/api/sessions/" + begun.json().get("session").asText() + "/keyframes/" + number,
                        RecordedSession.authorization(begun))));
            }
            assertThat(theirs).hasSizeGreaterThan(3);

            JsonNode own = session.repaint("{\"settings\":{\"strength\":0.6}}");
            assertThat(own.get("bundle").asText())
                    .isEqualTo(recorded.get("bundle").asText());
            assertThat(before).extracting(RecordedSession::digest).doesNotContainAnyElementsOf(theirs);

            session.awaitRepainted(
                    session.beginRepaint("{\"settings\":{},\"bundle\":\"" + other + "\"}"), () -> Thread.sleep(100));
        }
    }

    @Test
    void saysWhyABundleCannotBeUsedAndPaintsOn() throws Exception {
        Path models = server.instance().data().models();
        copyBundle(models.resolve("coarse"));
        Path description = models.resolve("coarse/speakdraw.json");
        Files.writeString(
                description,
                Files.readString(description)
                        .replaceAll("\"size_multiple\": *\\d+", "\"size_multiple\": 192")
                        .replaceAll("\"(width|height)\": *\\d+", "\"$1\": 192"));
        copyBundle(models.resolve("garbled"));
        Files.writeString(models.resolve("garbled/unet/model.onnx"), "no network");
        try (RecordedSession session = RecordedSession.open(server.baseUri())) {
            record(session);
            List<String> listed = new ArrayList<>();
            session.client()
                    .api()
                    .get("/api/bundles")
                    .json()
                    .get("bundles")
                    .forEach(each -> listed.add(each.get("id").asText()));
            assertThat(listed).contains(other, "coarse").doesNotContain("whisper");
            assertThat(listed.get(0)).isEqualTo(Checkout.bundle().getFileName().toString());

            refuses(session, "coarse", 409, "size-unsupported");
            refuses(session, "garbled", 500, "bundle-invalid");
            refuses(session, "../models/" + other, 404, "bundle-unknown");
            session.paint();
            session.repaint("{\"settings\":{},\"bundle\":\"" + other + "\"}");
        } finally {
            deleteBundle(models.resolve("coarse"));
            deleteBundle(models.resolve("garbled"));
        }
    }

    private static void refuses(RecordedSession session, String bundle, int status, String code) {
        HttpApi.Answer answer = session.beginRepaint("{\"bundle\":\"" + bundle + "\"}");
        assertThat(answer.json().get("code").asText()).as(answer.body()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
    }

    /** The time line of a second with its input. */
    private static JsonNode record(RecordedSession session) throws InterruptedException {
        session.switchOn(10, true);
        for (int i = 0; i < 8; i++) {
            session.paint();
            Thread.sleep(110);
        }
        session.switchOff();
        return session.awaitWholeTimeline(each -> each.get("frames").asInt() >= 8);
    }

    private static void copyBundle(Path target) throws IOException {
        Path source = Checkout.root().resolve("models/handmade");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = target.resolve(source.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    private static void deleteBundle(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(java.util.Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }
}
