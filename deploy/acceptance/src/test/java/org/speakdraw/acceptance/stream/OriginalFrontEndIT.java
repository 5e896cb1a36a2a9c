package org.speakdraw.acceptance.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.speakdraw.acceptance.client.Patience.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.acceptance.client.ClassicClient;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.ServerInstance;
import org.speakdraw.acceptance.fixture.TinyBundles;

/**
 * All that the front end of the original does: it paints, speaks, gives an image as a prompt, which it lets count more and
 * less, switches to the person alone and back. With a bundle that has the parts, nothing is refused; with one that lacks
 * them, it is told so in the way that it knows, and its pictures go on.
 */
class OriginalFrontEndIT {

    private static final String PARAMETERS =
            "{\"prompt\":\"a fox\",\"strength\":0.8,\"width\":64,\"height\":64,\"steps\":1,\"mode\":\"%s\","
                    + "\"ip_adapter_scale\":%s}";
    private static final double USUAL_SCALE = 0.6;
    private static final byte[] FRAME = TestPictures.moving(64, 64, 2);

    @TempDir
    private Path folder;

    @Test
    void nothingIsRefusedWhereTheBundleHasTheParts() throws Exception {
        Path bundle = TinyBundles.withImagePromptsAndMatting(folder.resolve("whole"));
        try (ServerInstance server = ServerInstance.start(Map.of(), "--bundle", bundle.toString());
                ClassicClient client = ClassicClient.open(server.baseUri())) {
            HttpApi api = begin(server, client);
            awaitSpeech(api);
            HttpApi.Answer heard = post(api, "/api/stt", sound());
            assertThat(heard.status()).as(heard.body()).isEqualTo(200);
            assertThat(heard.json().get("text").asText()).contains("garden");
            HttpApi.Answer shown = post(api, "/api/ip_ref_image", TestPictures.moving(200, 120, 3));
            assertThat(shown.status()).as(shown.body()).isEqualTo(200);
            assertThat(shown.json().get("status").asText()).isEqualTo("success");
            byte[] byWords = paints(client, "full", 0);
            byte[] likeTheImage = paints(client, "full", 1.5);
            assertThat(TestPictures.difference(byWords, likeTheImage)).isGreaterThan(1);
            assertThat(paints(client, "full", 0)).isEqualTo(byWords);
            for (String mode : new String[] {"human", "full"}) {
                client.awaitStatus("send_frame");
                client.socket().send("{\"mode\":\"" + mode + "\"}");
                assertThat(client.awaitStatus("mode_changed").get("mode").asText())
                        .isEqualTo(mode);
                answer(client, mode, USUAL_SCALE);
            }
            assertThat(api.post("/api/ip_ref_image/clear", "").status()).isEqualTo(200);
            paints(client, "full");
        }
    }

    @Test
    void itGoesOnWhereTheBundleLacksThem() throws Exception {
        Path bundle = TinyBundles.plain(folder.resolve("bare"));
        Path noModel = Files.createDirectories(folder.resolve("silence"));
        Map<String, String> environment = Map.of("SPEAKDRAW_SPEECH_FOLDER", noModel.toString());
        try (ServerInstance server = ServerInstance.start(environment, "--bundle", bundle.toString());
                ClassicClient client = ClassicClient.open(server.baseUri())) {
            HttpApi api = begin(server, client);
            HttpApi.Answer heard = post(api, "/api/stt", sound());
            assertThat(heard.status()).as(heard.body()).isEqualTo(503);
            assertThat(heard.json().isObject()).isTrue();
            for (String path : new String[] {"/api/ip_ref_image", "/api/ip_ref_image/clear"}) {
                HttpApi.Answer shown = post(api, path, TestPictures.moving(200, 120, 3));
                assertThat(shown.status()).as(shown.body()).isEqualTo(400);
                assertThat(shown.json().get("status").asText()).isEqualTo("error");
                assertThat(shown.json().get("message").asText()).isEqualTo("IP-Adapter is not enabled");
            }
            client.awaitStatus("send_frame");
            client.socket().send("{\"mode\":\"human\"}");
            assertThat(client.awaitStatus("error").get("message").asText()).isNotEmpty();
            answer(client, "human", USUAL_SCALE);
            paints(client, "human");
        }
    }

    /** What it asks for before it opens its socket, and its first picture. */
    private static HttpApi begin(ServerInstance server, ClassicClient client) throws Exception {
        HttpApi api = new HttpApi(server.baseUri());
        HttpApi.Answer settings = api.get("/api/settings");
        assertThat(settings.status()).isEqualTo(200);
        assertThat(settings.json().at("/info/properties/input_mode/default").asText())
                .isEqualTo("image");
        assertThat(api.get("/api/queue").status()).isEqualTo(200);
        client.read();
        paints(client, "full");
        return api;
    }

    /** Its model is loaded beside the server's start. */
    private static void awaitSpeech(HttpApi api) {
        Instant end = Instant.now().plus(PATIENCE);
        JsonNode speech = api.get("/api/settings").json().get("speech");
        while (!speech.get("available").asBoolean() && Instant.now().isBefore(end)) {
            speech = api.get("/api/settings").json().get("speech");
        }
        assertThat(speech.get("available").asBoolean()).as(speech.toString()).isTrue();
    }

    private static void paints(ClassicClient client, String mode) throws Exception {
        paints(client, mode, USUAL_SCALE);
    }

    private static byte[] paints(ClassicClient client, String mode, double imageScale) throws Exception {
        client.awaitStatus("send_frame");
        return answer(client, mode, imageScale);
    }

    /** To a {@code send_frame} that has come: waiting for another message would leave it out. */
    private static byte[] answer(ClassicClient client, String mode, double imageScale) throws Exception {
        client.sendFrame(PARAMETERS.formatted(mode, imageScale), FRAME);
        byte[] picture = client.nextPicture();
        assertThat(TestPictures.read(picture).getWidth()).isEqualTo(64);
        return picture;
    }

    private static HttpApi.Answer post(HttpApi api, String path, byte[] file) {
        String form = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\n\r\n"
                + new String(file, StandardCharsets.ISO_8859_1) + "\r\n--x--\r\n";
        return api.postForm(path, form, "multipart/form-data; boundary=x");
    }

    private static byte[] sound() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                OriginalFrontEndIT.class.getResourceAsStream("/org/speakdraw/acceptance/speech/garden.wav"))) {
            return in.readAllBytes();
        }
    }
}
