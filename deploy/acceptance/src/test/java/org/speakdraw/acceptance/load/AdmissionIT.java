package org.speakdraw.acceptance.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.ServerInstance;

/** A server with two engines that promise so much that each takes one session only. */
@Tag("alone")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AdmissionIT {

    private static final String LARGE = "{\"width\":512,\"height\":512,\"t_index_list\":\"\",\"steps\":4}";
    private static final int PER_ADDRESS = 4;

    private static ServerInstance server;
    private final List<SessionClient> clients = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        server = ServerInstance.start(
                Map.of(
                        "SPEAKDRAW_ENGINE_MIN_FPS",
                        "60",
                        "SPEAKDRAW_ENGINE_CPU_THREADS",
                        "1",
                        "SPEAKDRAW_ADMISSION_MAX_SESSIONS_PER_ADDRESS",
                        Integer.toString(PER_ADDRESS),
                        "SPEAKDRAW_ADMISSION_MAX_SESSIONS_PER_CLASSROOM",
                        "1",
                        "SPEAKDRAW_ADMISSION_MAX_OPENED_PER_MINUTE_PER_ADDRESS",
                        "16"),
                "--devices",
                "cpu:0,cpu:1,cuda:97");
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void endAll() {
        clients.forEach(this::end);
    }

    @Test
    @Order(1)
    void aDeviceThatDoesNotWorkIsReportedAndTheOthersGoOn() throws InterruptedException {
        HttpApi api = new HttpApi(server.baseUri());
        // The server is healthy with its first engine; the second one may still be loading.
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (api.get("/health").body().contains("being loaded") && System.nanoTime() - end < 0) {
            Thread.sleep(100);
        }
        List<JsonNode> devices = new ArrayList<>();
        api.get("/api/settings").json().get("devices").forEach(devices::add);
        assertThat(devices)
                .extracting(device -> device.get("id").asText())
                .containsExactlyInAnyOrder("cpu:0", "cpu:1", "cuda:97");
        assertThat(devices)
                .filteredOn(device -> !device.get("failure").isNull())
                .extracting(device -> device.get("id").asText())
                .containsExactly("cuda:97");
        assertThat(api.get("/health").body()).contains("cpu:0: the bundle is loaded", "cpu:1: the bundle is loaded");
    }

    @Test
    @Order(2)
    void whoDoesNotFitWaitsInLineAndComesInWhenOneLeaves() throws Exception {
        SessionClient first = open();
        SessionClient second = open();
        first.awaitPicture(sendFive(first));
        second.awaitPicture(sendFive(second));

        SessionClient third = open();
        SessionClient fourth = open();
        assertThat(third.await("queue").get("position").asInt()).isEqualTo(1);
        assertPlace(fourth.await("queue"), 2, 2);
        third.sendWithoutCredit(TestPictures.moving(64, 64, 1));
        third.awaitError("credit-exceeded");

        end(first);
        third.await("admitted");
        third.awaitPicture(sendFive(third));
        assertPlace(fourth.await("queue"), 1, 1);
        assertThat(fourth.pictures()).isEmpty();
        end(third);
        fourth.await("admitted");
        fourth.awaitPicture(sendFive(fourth));
    }

    @Test
    @Order(3)
    void oneClassroomGetsOnlySoManySessions() {
        HttpApi api = new HttpApi(server.baseUri());
        HttpApi.Answer founded = api.post("/api/classrooms", "{\"name\":\"4b\"}");
        String code = founded.json().get("classroom").get("joinCode").asText();
        String teacher = cookie(founded);
        String student = cookie(api.post("/api/classrooms/join", "{\"code\":\"" + code + "\"}"));
        HttpApi.Answer opened = api.post("/api/sessions", "", "Cookie", student);
        assertThat(opened.status()).isEqualTo(201);
        assertProblem(api.post("/api/sessions", "", "Cookie", teacher), "too-many-sessions");
        HttpApi.Answer stranger = api.post("/api/sessions", "");
        assertThat(stranger.status()).as("of no classroom").isEqualTo(201);
        end(api, opened);
        HttpApi.Answer admitted = api.post("/api/sessions", "", "Cookie", teacher);
        assertThat(admitted.status()).isEqualTo(201);
        end(api, admitted);
        end(api, stranger);
    }

    private static String cookie(HttpApi.Answer answer) {
        String cookie = answer.headers().allValues("Set-Cookie").stream()
                .filter(each -> each.startsWith("speakdraw-participant="))
                .findFirst()
                .orElseThrow();
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private static void end(HttpApi api, HttpApi.Answer opened) {
        String token = opened.json().get("token").asText();
        api.delete("/api/sessions/" + opened.json().get("id").asText(), "Authorization", "Bearer " + token);
    }

    @Test
    @Order(4)
    void oneAddressGetsOnlySoManySessionsAndOnlySoManyAMinute() {
        HttpApi.Answer refused = null;
        for (int i = 0; i <= PER_ADDRESS; i++) {
            refused = new HttpApi(server.baseUri()).post("/api/sessions", "");
        }
        assertProblem(refused, "too-many-sessions");
        for (int i = 0; i < 16 && !code(refused).equals("too-many-requests"); i++) {
            refused = new HttpApi(server.baseUri()).post("/api/sessions", "");
        }
        assertProblem(refused, "too-many-requests");
    }

    private static void assertProblem(HttpApi.Answer answer, String code) {
        assertThat(answer.status()).isEqualTo(429);
        assertThat(code(answer)).isEqualTo(code);
        assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 60L);
    }

    private static String code(HttpApi.Answer answer) {
        return answer.json().path("code").asText();
    }

    private static void assertPlace(JsonNode queue, int position, int length) {
        assertThat(List.of(queue.get("position").asInt(), queue.get("length").asInt()))
                .containsExactly(position, length);
    }

    /** With four steps the first pictures are of the first frame. */
    private static long sendFive(SessionClient client) throws InterruptedException {
        long first = client.send(TestPictures.moving(64, 64, 0));
        for (int i = 1; i < 5; i++) {
            client.send(TestPictures.moving(64, 64, i));
        }
        return first;
    }

    private SessionClient open() {
        SessionClient client = SessionClient.open(server.baseUri(), LARGE);
        clients.add(client);
        return client;
    }

    private void end(SessionClient client) {
        client.api().delete("/api/sessions/" + client.id(), client.authorization());
        client.close();
    }
}
