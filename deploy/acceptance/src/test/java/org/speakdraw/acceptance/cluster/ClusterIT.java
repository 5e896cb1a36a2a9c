package org.speakdraw.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.SessionClient.Behaviour;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.Processes;
import org.speakdraw.acceptance.fixture.ServerInstance;

/** Two servers on one PostgreSQL; the last tests take one of them away. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SMALL =
            "{\"width\":128,\"height\":128,\"steps\":1,\"t_index_list\":\"\",\"prompt\":\"a fox\",\"seed\":77}";
    /** What waits in line elsewhere is no part of this. */
    private static final String EVERYBODY = "SPEAKDRAW_ENGINE_MIN_FPS";

    private static final List<ServerInstance> nodes = new ArrayList<>();

    @BeforeAll
    static void startTwo() throws Exception {
        Checkout.bundle();
        nodes.add(ServerInstance.start(Map.of(EVERYBODY, "0"), "--cluster", "school", "--node", "1"));
        Map<String, String> environment = new HashMap<>(nodes.get(0).sharedDatabase());
        environment.put(EVERYBODY, "0");
        nodes.add(ServerInstance.start(environment, "--cluster", "school", "--node", "2"));
        assertThat(Processes.eventually(PATIENCE, () -> placesOnBoth())).isTrue();
    }

    /** Whether each knows of the other and of its engine: of many new sessions some come to each. */
    private static boolean placesOnBoth() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            HttpApi api = new HttpApi(base(1));
            HttpApi.Answer answer = api.post("/api/sessions", "{\"settings\":" + SMALL + "}");
            if (answer.status() != 201) {
                return false;
            }
            ids.add(answer.json().get("id").asText());
            api.delete(
                    "/api/sessions/" + ids.get(i),
                    "Authorization",
                    "Bearer " + answer.json().get("token").asText());
        }
        return ids.stream().anyMatch(id -> id.startsWith("0001"))
                && ids.stream().anyMatch(id -> id.startsWith("0002"));
    }

    @AfterAll
    static void stop() throws Exception {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            nodes.get(i).close();
        }
    }

    private static URI base(int number) {
        return nodes.get(number - 1).baseUri();
    }

    /** A session on that node, whichever node was asked for it. */
    private static SessionClient openOn(int node) {
        for (int i = 0; i < 20; i++) {
            SessionClient client = SessionClient.open(base(1), SMALL);
            if (client.id().startsWith("000" + node)) {
                return client;
            }
            client.api().delete("/api/sessions/" + client.id(), client.authorization());
            client.close();
        }
        throw new AssertionError("no session came to node " + node);
    }

    /** Whether the directory knows of the prompt. */
    private static boolean keeps(String session, String prompt) {
        Map<String, String> database = nodes.get(0).sharedDatabase();
        try (Connection connection = DriverManager.getConnection(
                        database.get("SPEAKDRAW_DATABASE_URL"),
                        database.get("SPEAKDRAW_DATABASE_USER"),
                        database.get("SPEAKDRAW_DATABASE_PASSWORD"));
                PreparedStatement query = connection.prepareStatement(
                        "select from live_session where id = ?::uuid and settings ->> 'prompt' = ?")) {
            query.setString(1, session);
            query.setString(2, prompt);
            return query.executeQuery().next();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void paints(SessionClient client) throws InterruptedException {
        client.awaitPicture(client.send(TestPictures.moving(128, 128, 5)));
    }

    private static SessionClient reconnect(SessionClient client, int through) throws InterruptedException {
        AtomicReference<SessionClient> again = new AtomicReference<>();
        boolean connected = Processes.eventually(PATIENCE, () -> {
            try {
                again.set(SessionClient.connect(
                        new HttpApi(base(through)), client.id(), client.token(), "", Behaviour.WELL));
                return true;
            } catch (CompletionException e) {
                return false;
            }
        });
        assertThat(connected).isTrue();
        return again.get();
    }

    @Test
    @Order(1)
    void anyNodeLeadsToASession() throws Exception {
        try (SessionClient client = openOn(2)) {
            client.awaitPicture(client.send(TestPictures.moving(128, 128, 1)));
            for (int node = 1; node <= 2; node++) {
                HttpApi.Answer shown =
                        new HttpApi(base(node)).get("/api/sessions/" + client.id(), client.authorization());
                assertThat(shown.status()).isEqualTo(200);
                assertThat(shown.json().get("settings").get("seed").asInt()).isEqualTo(77);
                assertThat(new HttpApi(base(node))
                                .get("/api/sessions/" + client.id())
                                .status())
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
        try (SessionClient client = openOn(2)) {
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

            ProcessHandle.of(nodes.get(1).serverPid()).orElseThrow().destroy();
            assertThat(client.socket().awaitClose(PATIENCE)).isEqualTo(1012);
            try (SessionClient again = reconnect(client, 1)) {
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
        assertThat(Processes.eventually(PATIENCE, ClusterIT::placesOnBoth)).isTrue();
    }

    @Test
    @Order(3)
    void sessionsOfAKilledNodeGoOnOnAnotherWithTheirSettings() throws Exception {
        try (SessionClient client = openOn(2)) {
            paints(client);
            client.change("{\"prompt\":\"an owl\"}");
            client.await("settings");
            paints(client);
            assertThat(Processes.eventually(PATIENCE, () -> keeps(client.id(), "an owl")))
                    .isTrue();

            ProcessHandle.of(nodes.get(1).serverPid()).orElseThrow().destroyForcibly();
            client.socket().awaitClose(PATIENCE);
            try (SessionClient again = reconnect(client, 1)) {
                JsonNode settings = again.await("welcome").get("settings");
                assertThat(settings.get("prompt").asText()).isEqualTo("an owl");
                assertThat(settings.get("seed").asInt()).isEqualTo(77);
                paints(again);
            }
        }
    }
}
