package org.speakdraw.acceptance.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.acceptance.client.ClassicClient;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.Playwright;
import org.speakdraw.acceptance.fixture.RunningServer;
import org.speakdraw.acceptance.fixture.ServerInstance;
import org.speakdraw.acceptance.fixture.TinyBundles;

/** An image as a prompt, on a tiny bundle of SDXL's shape with an IP-Adapter, whose weights are random. */
class ImagePromptIT {

    @RegisterExtension
    static final RunningServer plain = new RunningServer();

    private static final String SETTINGS =
            "{\"prompt\":\"a fox\",\"strength\":0.8,\"width\":64,\"height\":64,\"steps\":1,\"cfg_type\":\"none\"}";
    private static final byte[] FRAME = TestPictures.solid(64, 64, Color.GRAY);
    private static final byte[] IMAGE = TestPictures.moving(200, 120, 3);
    private static final byte[] OTHER_IMAGE = png(TestPictures.solid(90, 90, Color.GREEN));

    @TempDir
    static Path folder;

    private static ServerInstance server;

    @BeforeAll
    static void start() throws Exception {
        Path bundle = TinyBundles.withImagePrompts(folder.resolve("tiny-sdxl"));
        server = ServerInstance.start(Map.of(), "--bundle", bundle.toString());
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void resemblesTheImageAsMuchAsTheScaleSays() throws Exception {
        try (SessionClient client = SessionClient.open(server.baseUri(), SETTINGS)) {
            byte[] byWords = paint(client);
            assertThat(show(client, IMAGE).status()).isEqualTo(204);
            byte[] likeTheImage = paint(client);
            assertThat(TestPictures.difference(byWords, likeTheImage)).isGreaterThan(1);
            client.change("{\"ip_adapter_scale\":1.5}");
            assertThat(TestPictures.difference(likeTheImage, paint(client))).isGreaterThan(0.5);
            client.change("{\"ip_adapter_scale\":0}");
            assertThat(paint(client)).isEqualTo(byWords);
            client.change("{\"ip_adapter_scale\":0.6}");
            assertThat(paint(client)).isEqualTo(likeTheImage);
            assertThat(client.api().delete(path(client), client.authorization()).status())
                    .isEqualTo(204);
            assertThat(paint(client)).isEqualTo(byWords);
        }
    }

    @Test
    void mixesSeveralImagesByTheirWeights() throws Exception {
        try (SessionClient client = SessionClient.open(server.baseUri(), SETTINGS)) {
            byte[] byWords = paint(client);
            assertThat(show(client, IMAGE).status()).isEqualTo(204);
            byte[] likeOne = paint(client);
            assertThat(put(client, "/image-prompts/1?weight=0.5", IMAGE, "image/jpeg")
                            .status())
                    .isEqualTo(204);
            assertThat(paint(client)).as("alone its weight says nothing").isEqualTo(likeOne);
            assertThat(put(client, "/image-prompts/3?weight=0.5", OTHER_IMAGE, "image/png")
                            .status())
                    .isEqualTo(204);
            byte[] likeBoth = paint(client);
            assertThat(TestPictures.difference(likeOne, likeBoth)).isGreaterThan(0.5);
            assertThat(weigh(client, 3, "0").status()).isEqualTo(204);
            assertThat(paint(client)).isEqualTo(likeOne);
            assertThat(weigh(client, 3, "0.5").status()).isEqualTo(204);
            assertThat(paint(client)).isEqualTo(likeBoth);
            for (String place : List.of("1", "3")) {
                assertThat(client.api()
                                .delete(
                                        "/api/sessions/" + client.id() + "/image-prompts/" + place,
                                        client.authorization())
                                .status())
                        .isEqualTo(204);
            }
            assertThat(paint(client)).isEqualTo(byWords);
            assertRefused(weigh(client, 3, "0.5"), 404, "not-found");
            assertRefused(weigh(client, 5, "0.5"), 400, "request-invalid");
            assertRefused(weigh(client, 1, "null"), 400, "request-invalid");
            assertRefused(put(client, "/image-prompts/0", IMAGE, "image/jpeg"), 400, "request-invalid");
            assertRefused(put(client, "/image-prompts/1?weight=2", IMAGE, "image/jpeg"), 400, "request-invalid");
            assertRefused(put(client, "/image-prompts/1", IMAGE, "image/gif"), 415, "media-type-unsupported");
        }
    }

    @Test
    void thePageTakesImages() throws Exception {
        Playwright.run(server.baseUri(), Map.of("SPEAKDRAW_IMAGE_PROMPTS", "yes"), "image-prompt");
    }

    private static HttpApi.Answer put(SessionClient client, String path, byte[] file, String type) {
        return client.api().put("/api/sessions/" + client.id() + path, file, type, client.authorization());
    }

    private static HttpApi.Answer weigh(SessionClient client, int place, String weight) {
        return client.api()
                .patch(
                        "/api/sessions/" + client.id() + "/image-prompts/" + place,
                        "{\"weight\":" + weight + "}",
                        client.authorization());
    }

    @Test
    void neverShowsTheImageToAnotherSession() throws Exception {
        try (SessionClient one = SessionClient.open(server.baseUri(), SETTINGS);
                SessionClient other = SessionClient.open(server.baseUri(), SETTINGS)) {
            byte[] byWords = paint(other);
            assertThat(show(one, IMAGE).status()).isEqualTo(204);
            assertThat(TestPictures.difference(byWords, paint(one))).isGreaterThan(1);
            assertThat(paint(other)).isEqualTo(byWords);
            assertThat(other.api()
                            .put(path(one), IMAGE, "image/jpeg", other.authorization())
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void refusesWhatIsNoPictureAndGoesOn() throws Exception {
        try (SessionClient client = SessionClient.open(server.baseUri(), SETTINGS)) {
            assertRefused(show(client, new byte[] {1, 2, 3}), 400, "frame-undecodable");
            assertRefused(show(client, Arrays.copyOf(IMAGE, IMAGE.length / 3)), 400, "frame-truncated");
            assertRefused(show(client, new byte[5 << 20]), 413, "frame-too-large");
            client.change("{\"ip_adapter_scale\":1.6}");
            client.awaitError("settings-invalid");
            assertThat(paint(client)).isNotEmpty();
        }
    }

    @Test
    void aBundleWithoutAnAdapterSaysSo() throws Exception {
        try (SessionClient client = SessionClient.open(plain.baseUri(), SessionIT.SMALL)) {
            assertRefused(show(client, IMAGE), 409, "image-prompt-unavailable");
        }
    }

    @Test
    void theClassicProtocolTakesItToo() throws Exception {
        HttpApi api = new HttpApi(server.baseUri());
        HttpApi.Answer answer;
        try (ClassicClient client = ClassicClient.open(server.baseUri())) {
            client.awaitStatus("connected");
            client.read();
            byte[] byWords = paintUntil(client, SETTINGS, picture -> true);
            answer = api.postForm("/api/ip_ref_image", form(), "multipart/form-data; boundary=edge");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().get("status").asText()).isEqualTo("success");
            String strong = SETTINGS.replace("}", ",\"ip_adapter_scale\":1.2}");
            paintUntil(client, strong, picture -> TestPictures.difference(byWords, picture) > 1);
            assertThat(api.post("/api/ip_ref_image/clear", "").status()).isEqualTo(200);
            paintUntil(client, SETTINGS, picture -> Arrays.equals(byWords, picture));
        }
        // The session ends when the server has seen its client go.
        HttpApi.Answer nobody = answer;
        for (int i = 0; i < 1000 && nobody.status() == 200; i++) {
            nobody = api.postForm("/api/ip_ref_image", form(), "multipart/form-data; boundary=edge");
        }
        assertThat(nobody.status()).isEqualTo(404);
        assertThat(nobody.json().get("status").asText()).isEqualTo("error");
    }

    private static void assertRefused(HttpApi.Answer answer, int status, String code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().get("code").asText()).isEqualTo(code);
    }

    private static HttpApi.Answer show(SessionClient client, byte[] jpeg) {
        return client.api().put(path(client), jpeg, "image/jpeg", client.authorization());
    }

    private static String path(SessionClient client) {
        return "/api/sessions/" + client.id() + "/image-prompt";
    }

    private static byte[] paint(SessionClient client) throws InterruptedException {
        return client.awaitPicture(client.send(FRAME)).jpeg();
    }

    /** The first of a few pictures that is as it should be; those of frames before a change may come before it. */
    private static byte[] paintUntil(ClassicClient client, String parameters, Predicate<byte[]> wanted)
            throws Exception {
        for (int i = 0; i < 20; i++) {
            client.awaitStatus("send_frame");
            client.sendFrame(parameters, FRAME);
            byte[] picture = client.nextPicture();
            if (wanted.test(picture)) {
                return picture;
            }
        }
        throw new IllegalStateException("none of 20 pictures is as it should be");
    }

    private static byte[] png(byte[] jpeg) {
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(TestPictures.read(jpeg), "png", png);
            return png.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String form() {
        return "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n"
                + "Content-Type: image/jpeg\r\n\r\n"
                + new String(IMAGE, StandardCharsets.ISO_8859_1) + "\r\n--edge--\r\n";
    }
}
