package org.speakdraw.acceptance.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.speakdraw.acceptance.client.Patience.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.MjpegReader;
import org.speakdraw.acceptance.client.Picture;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.SessionClient.Behaviour;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.Processes;
import org.speakdraw.acceptance.fixture.RunningServer;

/** A session from its opening to its end. */
class SessionIT {

    @RegisterExtension
    static final RunningServer server = new RunningServer();

    /** Small and one step, so that every frame has its own picture soon. */
    static final String SMALL = "{\"width\":128,\"height\":128,\"steps\":1,\"t_index_list\":\"\"}";

    private static final int VIEWERS = 24;

    @Test
    void paintsEveryFrameOfAClientThatWaits() throws Exception {
        try (SessionClient client = SessionClient.open(server.baseUri(), SMALL)) {
            assertThat(client.await("welcome").get("session").asText()).isEqualTo(client.id());
            for (int i = 0; i < 5; i++) {
                long sequence = client.send(TestPictures.moving(320, 240, i * 20));
                Picture picture = client.awaitPicture(sequence);
                assertThat(picture.sequence()).isEqualTo(sequence);
                BufferedImage image = TestPictures.read(picture.jpeg());
                assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(128, 128);
            }
        }
    }

    @Test
    void followsTheInputWhenItMayHardlyLeaveIt() throws Exception {
        try (SessionClient client = SessionClient.open(server.baseUri(), SMALL)) {
            client.change("{\"strength\":0.05}");
            client.await("settings");
            Color red = paint(client, Color.RED);
            Color blue = paint(client, Color.BLUE);
            assertThat(red.getRed() - red.getBlue()).isGreaterThan(blue.getRed() - blue.getBlue());
        }
    }

    @Test
    void changesSettingsAtTheNextFrameAndTellsAllOfThem() throws Exception {
        try (SessionClient client = SessionClient.open(server.baseUri(), SMALL)) {
            client.awaitPicture(client.send(TestPictures.moving(64, 64, 1)));
            client.change("{\"width\":192}");
            assertThat(client.await("settings").get("values").get("width").asInt())
                    .isEqualTo(192);
            HttpApi.Answer patched = client.api()
                    .patch(
                            "/api/sessions/" + client.id() + "/settings",
                            "{\"prompt\":\"ein Fuchs 🦊\"}",
                            client.authorization());
            assertThat(patched.json().get("prompt").asText()).isEqualTo("ein Fuchs 🦊");
            assertThat(client.await("settings").get("values").get("prompt").asText())
                    .isEqualTo("ein Fuchs 🦊");
            Picture picture = client.awaitPicture(client.send(TestPictures.moving(64, 64, 3)));
            assertThat(TestPictures.read(picture.jpeg()).getWidth()).isEqualTo(192);
        }
    }

    @Test
    void streamsToSeveralViewersEachPartAtOnce() throws Exception {
        try (SessionClient client = SessionClient.open(server.baseUri(), SMALL)) {
            String path = "/api/sessions/" + client.id() + "/stream";
            try (MjpegReader first = MjpegReader.open(client.api(), path, client.authorization());
                    MjpegReader second = MjpegReader.open(client.api(), path, client.authorization())) {
                byte[] picture = client.awaitPicture(client.send(TestPictures.moving(64, 64, 1)))
                        .jpeg();
                assertThat(first.next()).isEqualTo(picture);
                assertThat(second.next()).isEqualTo(picture);
                // Nothing new comes, so the last one is repeated.
                assertThat(first.next()).isEqualTo(picture);
            }
        }
    }

    @Test
    void viewersCostNoThreadAndLeaveNothingBehind() throws Exception {
        Path tasks = Path.of("/proc", Long.toString(server.instance().serverPid()), "task");
        assumeTrue(Files.isDirectory(tasks), "needs /proc to count the server's threads");
        try (SessionClient client = SessionClient.open(server.baseUri(), SMALL)) {
            client.awaitPicture(client.send(TestPictures.moving(64, 64, 1)));
            int before = count(tasks);
            List<MjpegReader> viewers = new ArrayList<>();
            for (int i = 0; i < VIEWERS; i++) {
                viewers.add(MjpegReader.open(
                        client.api(), "/api/sessions/" + client.id() + "/stream", client.authorization()));
            }
            for (MjpegReader viewer : viewers) {
                assertThat(viewer.next()).isNotEmpty();
            }
            assertThat(count(tasks) - before)
                    .as("threads for %s viewers", VIEWERS)
                    .isLessThan(VIEWERS / 2);
            for (MjpegReader viewer : viewers) {
                // Without a goodbye, as a closed browser tab does it.
                viewer.close();
            }
            client.awaitPicture(client.send(TestPictures.moving(64, 64, 2)));
            // The places of those who left are free again.
            assertThat(Processes.eventually(PATIENCE, () -> admits(client, VIEWERS)))
                    .isTrue();
        }
    }

    /** Whether so many viewers are let in at once, which the server's limit of 32 does only when others have left. */
    private static boolean admits(SessionClient client, int count) {
        List<MjpegReader> viewers = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                viewers.add(MjpegReader.open(
                        client.api(), "/api/sessions/" + client.id() + "/stream", client.authorization()));
            }
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            viewers.forEach(SessionIT::close);
        }
    }

    private static void close(MjpegReader viewer) {
        try {
            viewer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int count(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return (int) entries.count();
        }
    }

    @Test
    void sharesAViewOnlyAddressUntilItIsTakenBack() throws Exception {
        try (SessionClient client = SessionClient.open(server.baseUri(), SMALL)) {
            client.awaitPicture(client.send(TestPictures.moving(64, 64, 1)));
            String share = "/api/sessions/" + client.id() + "/share";
            String url = client.api()
                    .post(share, "", client.authorization())
                    .json()
                    .get("url")
                    .asText();
            String viewKey = url.substring(url.indexOf('=') + 1);
            try (MjpegReader viewer = MjpegReader.open(client.api(), url)) {
                assertThat(viewer.next()).isNotEmpty();
                assertThat(client.api()
                                .delete("/api/sessions/" + client.id(), "Authorization", "Bearer " + viewKey)
                                .status())
                        .as("a view key does not control")
                        .isEqualTo(404);
                assertThat(client.api().delete(share, client.authorization()).status())
                        .isEqualTo(204);
                assertThatThrownBy(() -> {
                            for (int i = 0; i < 20; i++) {
                                viewer.next();
                            }
                        })
                        .isInstanceOf(IOException.class);
            }
            assertThatThrownBy(() -> MjpegReader.open(client.api(), url)).hasMessageContaining("401");
        }
    }

    @Test
    void letsNobodyInWithoutTheToken() {
        try (SessionClient client = SessionClient.open(server.baseUri(), SMALL)) {
            HttpApi api = client.api();
            String path = "/api/sessions/" + client.id();
            assertProblem(api.get(path), 401, "token-missing");
            assertProblem(api.get(path, "Authorization", "Bearer wrong"), 404, "session-unknown");
            assertProblem(api.get(path + "/stream"), 401, "token-missing");
            assertThat(api.head(path + "/stream").status()).isEqualTo(401);
            HttpApi.Answer described = api.head(path + "/stream", client.authorization());
            assertThat(described.status()).isEqualTo(200);
            assertThat(described.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("multipart/x-mixed-replace");
            assertProblem(api.delete(path), 401, "token-missing");
            assertProblem(api.get("/api/sessions/nonsense", client.authorization()), 404, "session-unknown");
            assertThat(api.get(path, client.authorization()).status()).isEqualTo(200);
        }
    }

    @Test
    void hangsUpOnSocketsWithTheWrongTokenOrFromForeignPages() throws Exception {
        try (SessionClient client = SessionClient.open(server.baseUri(), SMALL);
                SessionClient stranger =
                        SessionClient.connect(client.api(), client.id(), "wrong", "", Behaviour.WELL)) {
            stranger.awaitError("session-unknown");
            assertThat(stranger.socket().awaitClose(PATIENCE)).isEqualTo(4401);
            client.awaitPicture(client.send(TestPictures.moving(64, 64, 1)));
        }
    }

    @Test
    void waitsForALostClientAndTakesItBackWithTheSameToken() throws Exception {
        try (SessionClient lost = SessionClient.open(server.baseUri(), SMALL)) {
            lost.awaitPicture(lost.send(TestPictures.moving(64, 64, 1)));
            lost.change("{\"strength\":0.33}");
            lost.await("settings");
            lost.socket().abort();
            try (SessionClient back =
                    SessionClient.connect(lost.api(), lost.id(), lost.token(), "?takeover=1", Behaviour.WELL)) {
                assertThat(back.await("welcome").get("settings").get("strength").asDouble())
                        .isEqualTo(0.33);
                back.awaitPicture(back.send(TestPictures.moving(64, 64, 2)));
            }
        }
    }

    @Test
    void admitsOneSocketAtATime() throws Exception {
        try (SessionClient first = SessionClient.open(server.baseUri(), SMALL)) {
            first.await("welcome");
            try (SessionClient second =
                    SessionClient.connect(first.api(), first.id(), first.token(), "", Behaviour.WELL)) {
                second.awaitError("session-busy");
                assertThat(second.socket().awaitClose(PATIENCE)).isEqualTo(4409);
            }
            first.awaitPicture(first.send(TestPictures.moving(64, 64, 1)));
            try (SessionClient third =
                    SessionClient.connect(first.api(), first.id(), first.token(), "?takeover=1", Behaviour.WELL)) {
                third.await("welcome");
                first.awaitError("session-taken-over");
                assertThat(first.socket().awaitClose(PATIENCE)).isEqualTo(4408);
                third.awaitPicture(third.send(TestPictures.moving(64, 64, 1)));
            }
        }
    }

    @Test
    void endsWithItsSocketAndStreamsWhenDeleted() throws Exception {
        try (SessionClient client = SessionClient.open(server.baseUri(), SMALL)) {
            client.await("welcome");
            String path = "/api/sessions/" + client.id();
            assertThat(client.api().delete(path, client.authorization()).status())
                    .isEqualTo(204);
            assertThat(client.socket().awaitClose(PATIENCE)).isEqualTo(1000);
            assertProblem(client.api().get(path, client.authorization()), 404, "session-unknown");
        }
    }

    @Test
    void describesItselfSoThatAFrontEndCanBuildItsControls() {
        JsonNode settings = new HttpApi(server.baseUri()).get("/api/settings").json();
        assertThat(settings.at("/info/properties/input_mode/default").asText()).isEqualTo("image");
        JsonNode properties = settings.at("/input_params/properties");
        assertThat(properties.get("width").get("default").asInt()).isPositive();
        assertThat(properties.get("prompt").get("field").asText()).isEqualTo("textarea");
        properties.forEach(property -> assertThat(property.has("default")).isTrue());
        assertThat(settings.get("devices")).isNotEmpty();
        assertThat(settings.at("/bundle/title").asText()).isNotBlank();
    }

    private static Color paint(SessionClient client, Color colour) throws InterruptedException {
        return TestPictures.mean(client.awaitPicture(client.send(TestPictures.solid(64, 64, colour)))
                .jpeg());
    }

    private static void assertProblem(HttpApi.Answer answer, int status, String code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(answer.json().get("code").asText()).isEqualTo(code);
    }
}
