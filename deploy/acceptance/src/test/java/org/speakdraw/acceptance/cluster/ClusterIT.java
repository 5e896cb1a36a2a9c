package org.speakdraw.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.speakdraw.acceptance.client.Patience.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.MjpegReader;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.Processes;

/** Two servers on one PostgreSQL; the last tests take one of them away. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {

    private static TwoNodes nodes;

    @BeforeAll
    static void start() throws Exception {
        nodes = TwoNodes.start();
    }

    @AfterAll
    static void stop() throws Exception {
        nodes.close();
    }

    /** Whether the directory knows of the prompt. */
    private static boolean keeps(String session, String prompt) {
        return isKept(session, "settings ->> 'prompt' = ?", prompt);
    }

    /** Whether the directory knows that others may watch. */
    private static boolean isShared(String session) {
        return isKept(session, "? <> '' and view_digest is not null", "shared");
    }

    private static boolean isKept(String session, String how, String value) {
        Map<String, String> database = nodes.database();
        try (Connection connection = DriverManager.getConnection(
                        database.get("SPEAKDRAW_DATABASE_URL"),
                        database.get("SPEAKDRAW_DATABASE_USER"),
                        database.get("SPEAKDRAW_DATABASE_PASSWORD"));
                PreparedStatement query =
                        connection.prepareStatement("select from live_session where id = ?::uuid and " + how)) {
            query.setString(1, session);
            query.setString(2, value);
            return query.executeQuery().next();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void paints(SessionClient client) throws InterruptedException {
        client.awaitPicture(client.send(TestPictures.moving(128, 128, 5)));
    }

    @Test
    @Order(1)
    void anyNodeLeadsToASession() throws Exception {
        try (SessionClient client = nodes.openOn(2)) {
            client.awaitPicture(client.send(TestPictures.moving(128, 128, 1)));
            for (int node = 1; node <= 2; node++) {
                HttpApi.Answer shown = nodes.api(node).get("/api/sessions/" + client.id(), client.authorization());
                assertThat(shown.status()).isEqualTo(200);
                assertThat(shown.json().get("settings").get("seed").asInt()).isEqualTo(77);
                assertThat(nodes.api(node).get("/api/sessions/" + client.id()).status())
                        .as("without the token, through node " + node)
                        .isEqualTo(401);
            }
        }
    }

    /** What is kept of a session, as soon as it is as expected. */
    private static JsonNode awaitTimeline(SessionClient client, Predicate<JsonNode> expected)
            throws InterruptedException {
        AtomicReference<HttpApi.Answer> last = new AtomicReference<>();
        assertThat(Processes.eventually(PATIENCE, () -> {
                    last.set(client.api().get("/api/sessions/" + client.id() + "/timeline", client.authorization()));
                    return last.get().status() == 200
                            && expected.test(last.get().json());
                }))
                .as(() -> "the time line: " + last.get().body())
                .isTrue();
        return last.get().json();
    }

    @Test
    @Order(2)
    void sessionsOfANodeThatStopsMoveAtOnceAndTheirRecordingsGoOn() throws Exception {
        try (SessionClient client = nodes.openOn(2)) {
            assertThat(client.api()
                            .post(
                                    "/api/sessions/" + client.id() + "/recording",
                                    "{\"rate\":10,\"input\":false}",
                                    client.authorization())
                            .status())
                    .isEqualTo(201);
            paints(client);
            int before = awaitTimeline(client, kept -> kept.get("frames").asInt() > 0)
                    .get("frames")
                    .asInt();

            nodes.process(2).destroy();
            assertThat(client.socket().awaitClose(PATIENCE)).isEqualTo(1012);
            try (SessionClient again = nodes.reconnect(client, 1)) {
                JsonNode settings = again.await("welcome").get("settings");
                assertThat(settings.get("seed").asInt()).isEqualTo(77);
                JsonNode state;
                do {
                    state = again.await("recording");
                } while (!state.get("on").asBoolean());
                assertThat(state.get("rate").asDouble()).isEqualTo(10);
                again.awaitPicture(again.send(TestPictures.moving(128, 128, 20)));
                JsonNode kept = awaitTimeline(again, now -> now.get("frames").asInt() > before);
                assertThat(kept.get("gaps")).hasSize(1);
            }
        }
        // The launcher starts it again, and it takes part as before.
        nodes.awaitBoth();
    }

    @Test
    @Order(3)
    void sessionsOfAKilledNodeGoOnOnAnotherWithTheirSettings() throws Exception {
        try (SessionClient client = nodes.openOn(2)) {
            paints(client);
            client.change("{\"prompt\":\"an owl\"}");
            client.await("settings");
            paints(client);
            assertThat(Processes.eventually(PATIENCE, () -> keeps(client.id(), "an owl")))
                    .isTrue();

            String shared = client.api()
                    .post("/api/sessions/" + client.id() + "/share", "{}", client.authorization())
                    .json()
                    .get("url")
                    .asText();
            String seen =
                    URI.create(shared).getRawPath() + "?" + URI.create(shared).getRawQuery();
            try (MjpegReader viewer = MjpegReader.open(nodes.api(1), seen)) {
                viewer.next();
            }
            assertThat(Processes.eventually(PATIENCE, () -> isShared(client.id())))
                    .isTrue();

            nodes.process(2).destroyForcibly();
            client.socket().awaitClose(PATIENCE);
            try (SessionClient again = nodes.reconnect(client, 1)) {
                JsonNode settings = again.await("welcome").get("settings");
                assertThat(settings.get("prompt").asText()).isEqualTo("an owl");
                assertThat(settings.get("seed").asInt()).isEqualTo(77);
                paints(again);
                try (MjpegReader viewer = MjpegReader.open(nodes.api(1), seen)) {
                    viewer.next();
                }
            }
        }
    }
}
