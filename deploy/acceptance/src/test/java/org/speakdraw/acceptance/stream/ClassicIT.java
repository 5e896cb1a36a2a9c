package org.speakdraw.acceptance.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.speakdraw.acceptance.client.ClassicClient;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.RunningServer;

/** The conversation of existing real-time img2img front ends. */
class ClassicIT {

    @RegisterExtension
    static final RunningServer server = new RunningServer();

    private static final String PARAMETERS =
            "{\"prompt\":\"%s\",\"strength\":0.05,\"width\":128,\"height\":128,\"steps\":1,\"t_index_list\":\"\",\"a_parameter_of_others\":3}";

    @Test
    void speaksTheRecordedConversation() throws Exception {
        try (ClassicClient client = ClassicClient.open(server.baseUri())) {
            assertThat(client.nextStatus()).isEqualTo("connected");
            assertThat(client.nextStatus()).isEqualTo("wait");
            assertThat(client.nextStatus()).isEqualTo("send_frame");
            client.read();
            client.sendFrame(PARAMETERS.formatted("a fox"), TestPictures.moving(128, 128, 1));
            assertThat(TestPictures.read(client.nextPicture()).getWidth()).isEqualTo(128);
            for (int i = 0; i < 5; i++) {
                client.awaitStatus("send_frame");
                client.sendFrame(PARAMETERS.formatted("a fox"), TestPictures.moving(128, 128, i));
            }
            assertThat(client.nextPicture()).isNotEmpty();
            assertThat(new HttpApi(server.baseUri())
                            .get("/api/queue")
                            .json()
                            .get("queue_size")
                            .asInt())
                    .isPositive();
        }
    }

    /** What it says would be written down as said by the session's owner, and shown to whoever watched that one. */
    @Test
    void cannotGoOnUnderTheIdOfSomebodysSession() throws Exception {
        HttpApi api = new HttpApi(server.baseUri());
        JsonNode opened = api.post("/api/sessions", "{}").json();
        String id = opened.get("id").asText();
        assertThat(api.delete(
                                "/api/sessions/" + id,
                                "Authorization",
                                "Bearer " + opened.get("token").asText())
                        .status())
                .isEqualTo(204);
        try (ClassicClient client = ClassicClient.open(server.baseUri(), UUID.fromString(id))) {
            assertThat(client.awaitStatus("error").get("message").asText()).contains("belongs to somebody");
        }
        assertThat(api.get("/api/stream/" + id).status()).isEqualTo(401);
    }

    @Test
    void asksAgainWhenTheFrameIsEmpty() throws Exception {
        try (ClassicClient client = ClassicClient.open(server.baseUri())) {
            client.awaitStatus("send_frame");
            client.sendFrame(PARAMETERS.formatted("a fox"), new byte[0]);
            client.awaitStatus("send_frame");
        }
    }

    @Test
    void holdsBackAfterTwoFramesUntilTheStreamIsRead() throws Exception {
        try (ClassicClient client = ClassicClient.open(server.baseUri())) {
            for (int i = 0; i < 2; i++) {
                client.awaitStatus("send_frame");
                client.sendFrame(PARAMETERS.formatted("a fox"), TestPictures.moving(128, 128, i));
            }
            assertThatThrownBy(() -> client.awaitStatus("send_frame", 2))
                    .as("nobody reads the stream")
                    .isInstanceOf(IllegalStateException.class);
            client.read();
            client.awaitStatus("send_frame");
        }
    }

    @Test
    void confirmsTheModeOrSaysWhyNot() throws Exception {
        try (ClassicClient client = ClassicClient.open(server.baseUri())) {
            client.awaitStatus("send_frame");
            client.socket().send("{\"mode\":\"full\"}");
            assertThat(client.awaitStatus("mode_changed").get("mode").asText()).isEqualTo("full");
            client.socket().send("{\"mode\":\"backwards\"}");
            assertThat(client.awaitStatus("error").get("message").asText()).contains("mode");
        }
    }

    @Test
    void saysThatThereIsNoImagePrompt() {
        HttpApi.Answer answer = new HttpApi(server.baseUri()).post("/api/ip_ref_image", "");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("message").asText()).isEqualTo("IP-Adapter is not enabled");
    }

    /** A cleared box, a text instead of a number, a value of another server: none of them stops the pictures. */
    @Test
    void takesTheNearestOfWhatABoxSaysAndKeepsTheLastValueOfAnEmptyOne() throws Exception {
        byte[] frame = TestPictures.moving(128, 128, 1);
        try (ClassicClient client = ClassicClient.open(server.baseUri())) {
            client.read();
            client.awaitStatus("send_frame");
            client.sendFrame(PARAMETERS.formatted("a fox"), frame);
            byte[] before = client.nextPicture();
            client.awaitStatus("send_frame");
            client.sendFrame(
                    "{\"prompt\":\"a fox\",\"strength\":null,\"width\":\"128\",\"height\":\"\",\"steps\":null,"
                            + "\"seed\":\"2\",\"mode\":\"backwards\"}",
                    frame);
            assertThat(client.nextPicture()).isEqualTo(before);
            assertThat(firstOfAnotherSize(
                            client, "{\"width\":\"100000\",\"height\":-3,\"steps\":99,\"strength\":9}", frame))
                    .containsExactly(1024, 64);
        }
    }

    /** The last picture may be repeated before it. */
    private static List<Integer> firstOfAnotherSize(ClassicClient client, String parameters, byte[] frame)
            throws Exception {
        for (int i = 0; i < 20; i++) {
            client.awaitStatus("send_frame");
            client.sendFrame(parameters, frame);
            BufferedImage picture = TestPictures.read(client.nextPicture());
            if (picture.getWidth() != 128) {
                return List.of(picture.getWidth(), picture.getHeight());
            }
        }
        throw new IllegalStateException("all of 20 pictures have the size from before");
    }

    @Test
    void livepeersFrontEndChangesParametersAndMixesPrompts() throws Exception {
        HttpApi api = new HttpApi(server.baseUri());
        byte[] frame = TestPictures.moving(128, 128, 1);
        try (ClassicClient client = ClassicClient.open(server.baseUri())) {
            String uuid = "?uuid=" + client.id();
            client.read();
            client.awaitStatus("send_frame");
            HttpApi.Answer updated = api.post(
                    "/api/params" + uuid,
                    "{\"resolution\":\"192x128 (3:2)\",\"t_index_list\":[40],\"guidance_scale\":99,\"acceleration\":\"none\"}");
            assertThat(updated.status()).isEqualTo(200);
            assertThat(updated.json().get("updated_params").toString())
                    .isEqualTo("{\"t_index_list\":\"40\",\"guidance_scale\":10.0,\"width\":192,\"height\":128}");
            HttpApi.Answer mixed = api.post(
                    "/api/blending" + uuid,
                    "{\"prompt_list\":[[\"a fox\",0.7],{\"prompt\":\"a castle\",\"weight\":0.3}],\"seed_list\":[[3,0.2],[7,0.8]]}");
            assertThat(mixed.json().at("/updated_params/prompt").asText()).isEqualTo("a fox :0.7 AND a castle :0.3");
            assertThat(api.get("/api/blending/current" + uuid).json().toString())
                    .isEqualTo(
                            "{\"prompt_blending\":[[\"a fox\",0.7],[\"a castle\",0.3]],\"seed_blending\":[[7,1.0]]}");
            assertThat(api.post("/api/blending" + uuid, "{\"prompt_list\":[[\"a fox\",\"much\"]]}")
                            .status())
                    .isEqualTo(400);
            client.sendFrame("{}", frame);
            assertThat(TestPictures.read(client.nextPicture()).getWidth()).isEqualTo(192);
        }
        assertThat(api.post("/api/params?uuid=00000000-0000-4000-8000-000000000000", "{}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void saysHowManyPlacesThereAre() {
        assertThat(new HttpApi(server.baseUri())
                        .get("/api/settings")
                        .json()
                        .get("max_queue_size")
                        .asInt())
                .isEqualTo(64);
    }

    /** The same input, prompt and seed give the same picture, so each client's pictures are known beforehand. */
    @Test
    void neverMixesTwoClients() throws Exception {
        byte[] redFrame = TestPictures.solid(128, 128, Color.RED);
        byte[] blueFrame = TestPictures.solid(128, 128, Color.BLUE);
        String redPrompt = PARAMETERS.formatted("a red apple");
        String bluePrompt = PARAMETERS.formatted("the deep blue sea");
        byte[] redAlone = paintAlone(redPrompt, redFrame);
        byte[] blueAlone = paintAlone(bluePrompt, blueFrame);
        assertThat(TestPictures.difference(redAlone, blueAlone)).isGreaterThan(20);
        try (ClassicClient red = ClassicClient.open(server.baseUri());
                ClassicClient blue = ClassicClient.open(server.baseUri())) {
            red.read();
            blue.read();
            for (int i = 0; i < 12; i++) {
                red.awaitStatus("send_frame");
                red.sendFrame(redPrompt, redFrame);
                blue.awaitStatus("send_frame");
                blue.sendFrame(bluePrompt, blueFrame);
                byte[] redPicture = red.nextPicture();
                byte[] bluePicture = blue.nextPicture();
                assertThat(TestPictures.difference(redPicture, redAlone))
                        .as("red in round %s", i)
                        .isLessThan(4);
                assertThat(TestPictures.difference(bluePicture, blueAlone))
                        .as("blue in round %s", i)
                        .isLessThan(4);
            }
        }
    }

    private static byte[] paintAlone(String parameters, byte[] frame) throws Exception {
        try (ClassicClient client = ClassicClient.open(server.baseUri())) {
            client.read();
            client.awaitStatus("send_frame");
            client.sendFrame(parameters, frame);
            return client.nextPicture();
        }
    }
}
