package org.speakdraw.acceptance.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.speakdraw.acceptance.client.Patience.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.SessionClient.Behaviour;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.RunningServer;

/**
 * Whatever a client sends, it gets a clear error with a stable code, and its own session and everybody else's go on.
 */
class BadInputIT {

    @RegisterExtension
    static final RunningServer server = new RunningServer();

    private static final int MAX_FRAME_BYTES = 4 * 1024 * 1024;
    private static final int HEADER_BYTES = 16;
    private static final Duration MEASURED = Duration.ofSeconds(4);

    private SessionClient client;
    private SessionClient bystander;

    @BeforeEach
    void open() {
        client = SessionClient.open(server.baseUri(), SessionIT.SMALL);
        bystander = SessionClient.open(server.baseUri(), SessionIT.SMALL);
    }

    @AfterEach
    void everybodyElseGoesOn() throws InterruptedException {
        bystander.awaitPicture(bystander.send(TestPictures.moving(64, 64, 1)));
        for (SessionClient each : new SessionClient[] {client, bystander}) {
            each.api().delete("/api/sessions/" + each.id(), each.authorization());
            each.close();
        }
    }

    @Test
    void truncatedFrame() throws Exception {
        byte[] whole = TestPictures.moving(320, 240, 1);
        client.send(Arrays.copyOf(whole, whole.length / 2));
        client.awaitError("frame-truncated");
        stillPaints();
    }

    @Test
    void frameThatIsNoJpeg() throws Exception {
        client.send("<svg xmlns='http://www.w3.org/2000/svg'/>".repeat(20).getBytes());
        client.awaitError("frame-undecodable");
        stillPaints();
    }

    @Test
    void fortyMegapixels() throws Exception {
        client.send(TestPictures.solid(8000, 5000, Color.GRAY));
        JsonNode error = client.awaitError("frame-too-large");
        assertThat(error.get("detail").asText()).contains("8000", "5000");
        stillPaints();
    }

    @Test
    void messageOverTheLimit() throws Exception {
        client.socket().send(ByteBuffer.allocate(HEADER_BYTES + MAX_FRAME_BYTES + 1));
        client.awaitError("message-too-large");
        assertThat(client.socket().awaitClose(PATIENCE)).isEqualTo(1009);
    }

    @Test
    void textOverTheLimit() throws Exception {
        client.socket().send("{\"type\":\"ping\",\"padding\":\"" + "x".repeat(100_000) + "\"}");
        client.awaitError("message-too-large");
        assertThat(client.socket().awaitClose(PATIENCE)).isEqualTo(1009);
    }

    @Test
    void binaryMessageWithoutAHeader() throws Exception {
        client.socket().send(ByteBuffer.wrap(new byte[] {(byte) 0xff, (byte) 0xd8}));
        client.awaitError("frame-invalid");
        stillPaints();
    }

    @Test
    void textThatIsNoJson() throws Exception {
        client.socket().send("prompt=a fox");
        client.awaitError("message-invalid");
        client.socket().send("[1, 2");
        client.awaitError("message-invalid");
        client.socket().send("[".repeat(50_000));
        client.awaitError("message-invalid");
        stillPaints();
    }

    @Test
    void unknownMessageType() throws Exception {
        client.socket().send("{\"type\":\"dance\"}");
        client.awaitError("message-unknown");
        stillPaints();
    }

    @Test
    void settingsOutOfRange() throws Exception {
        client.change("{\"strength\":1.5,\"width\":100000,\"nonsense\":1}");
        JsonNode error = client.awaitError("settings-invalid");
        assertThat(error.get("errors")).hasSize(3);
        HttpApi.Answer answer = client.api()
                .patch("/api/sessions/" + client.id() + "/settings", "{\"steps\":\"many\"}", client.authorization());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/property").asText()).isEqualTo("steps");
        stillPaints();
    }

    @Test
    void promptOverTheLimit() throws Exception {
        client.socket().send("{\"type\":\"prompt\",\"source\":\"typed\",\"text\":\"" + "fox ".repeat(2500) + "\"}");
        assertThat(client.awaitError("settings-invalid").get("detail").asText()).contains("10000", "2000");
        stillPaints();
    }

    @Test
    void promptsInAnyScript() throws Exception {
        for (String prompt : new String[] {"狐狸在雪中", "лиса в снегу", "ثعلب", "🦊🏔️👩‍👩‍👧", "", "\\u0001\\ufffd"}) {
            client.socket().send("{\"type\":\"prompt\",\"source\":\"typed\",\"text\":\"" + prompt + "\"}");
            client.await("settings");
            stillPaints();
        }
    }

    @Test
    void promptFromNowhere() throws Exception {
        client.socket().send("{\"type\":\"prompt\",\"source\":\"dreamt\",\"text\":\"a fox\"}");
        client.awaitError("message-invalid");
        stillPaints();
    }

    @Test
    void sessionRequestThatIsNoJson() {
        HttpApi.Answer answer = client.api().post("/api/sessions", "{\"settings\":");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("code").asText()).isEqualTo("request-invalid");
        assertThat(client.api().post("/api/sessions", "{\"settings\":[]}").status())
                .isEqualTo(400);
    }

    @Test
    void floodOfFramesWithoutCredit() throws Exception {
        byte[] frame = TestPictures.moving(640, 480, 1);
        for (int i = 0; i < 100; i++) {
            client.sendWithoutCredit(frame);
        }
        client.awaitError("credit-exceeded");
        JsonNode stats = client.await("stats");
        assertThat(stats.get("refused").asInt() + stats.get("received").asInt()).isPositive();
        client.awaitPicture();
    }

    @Test
    @Tag("alone")
    void floodCostsTheOthersHardlyMoreThanAPoliteNeighbour() throws Exception {
        byte[] frame = TestPictures.moving(320, 240, 1);
        double besidePolite = rateOfBystanderWhile(() -> client.awaitPicture(client.send(frame)));
        double besideFlood = rateOfBystanderWhile(() -> {
            for (int i = 0; i < 10; i++) {
                client.sendWithoutCredit(frame);
            }
            Thread.sleep(33);
        });
        assertThat(besideFlood).isGreaterThan(0.6 * besidePolite);
    }

    private interface Neighbour {
        void step() throws Exception;
    }

    /** Pictures a second of the bystander while somebody else does something over and over. */
    private double rateOfBystanderWhile(Neighbour neighbour) throws Exception {
        AtomicBoolean running = new AtomicBoolean(true);
        Thread other = new Thread(() -> {
            try {
                while (running.get()) {
                    neighbour.step();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        other.start();
        byte[] frame = TestPictures.moving(320, 240, 2);
        int pictures = 0;
        long start = System.nanoTime();
        while (System.nanoTime() - start < MEASURED.toNanos()) {
            bystander.awaitPicture(bystander.send(frame));
            pictures++;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        running.set(false);
        other.join();
        return pictures / seconds;
    }

    @Test
    void clientThatNeverReads() throws Exception {
        try (SessionClient deaf = SessionClient.open(server.baseUri(), SessionIT.SMALL, Behaviour.NEVER_READS)) {
            for (int i = 0; i < 40; i++) {
                deaf.sendWithoutCredit(TestPictures.moving(64, 64, i));
                bystander.awaitPicture(bystander.send(TestPictures.moving(64, 64, i)));
            }
            deaf.socket().abort();
        }
    }

    @Test
    void clientThatNeverAcknowledgesGetsNoMoreThanTheWindowAndCostsTheEngineNothing() throws Exception {
        try (SessionClient silent =
                SessionClient.open(server.baseUri(), SessionIT.SMALL, Behaviour.NEVER_ACKNOWLEDGES)) {
            int window = silent.await("welcome").get("outputWindow").asInt();
            for (int i = 0; i < window + 1; i++) {
                silent.send(TestPictures.moving(64, 64, i));
                bystander.awaitPicture(bystander.send(TestPictures.moving(64, 64, i)));
            }
            silent.await("stats");
            for (int i = 0; i < 4; i++) {
                silent.trySend(TestPictures.moving(64, 64, 20 + i));
                bystander.awaitPicture(bystander.send(TestPictures.moving(64, 64, 20 + i)));
            }
            silent.await("stats");
            assertThat(silent.await("stats").get("fps").asDouble())
                    .as("nothing is painted while a picture waits for the client")
                    .isZero();
            assertThat(silent.pictures()).hasSizeLessThanOrEqualTo(window);
            long last = silent.pictures().stream()
                    .mapToLong(picture -> picture.sequence())
                    .max()
                    .orElseThrow();
            silent.pictures().clear();
            silent.acknowledge(last);
            long waited = silent.awaitPicture().sequence();
            assertThat(waited).as("the newest picture waited").isGreaterThan(last);
            assertThat(silent.awaitPicture().sequence())
                    .as("and the newest frame is painted now")
                    .isGreaterThan(waited);
        }
    }

    private void stillPaints() throws InterruptedException {
        client.awaitPicture(client.send(TestPictures.moving(64, 64, 1)));
    }
}
