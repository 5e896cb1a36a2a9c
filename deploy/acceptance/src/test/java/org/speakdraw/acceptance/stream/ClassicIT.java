package org.speakdraw.acceptance.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
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

    @Test
    void refusesParametersOutOfRangeAndGoesOn() throws Exception {
        try (ClassicClient client = ClassicClient.open(server.baseUri())) {
            client.awaitStatus("send_frame");
            client.sendFrame("{\"strength\":9}", TestPictures.moving(128, 128, 1));
            JsonNode error = client.awaitStatus("error");
            assertThat(error.get("message").asText()).startsWith("settings-invalid: strength");
            client.awaitStatus("send_frame");
        }
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
