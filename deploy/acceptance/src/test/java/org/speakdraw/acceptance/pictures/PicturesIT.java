package org.speakdraw.acceptance.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.ServerInstance;

/** A server with a key, behind which strangers come as if through a proxy. */
class PicturesIT {

    private static final String GENERATIONS = "/v1/images/generations";
    private static final String KEY = "sk-a-key-for-tests";
    private static final String[] STRANGER = {"X-Forwarded-For", "192.0.2.7"};

    private static ServerInstance server;

    @TempDir
    Path folder;

    private final HttpApi api = new HttpApi(server.baseUri());

    @BeforeAll
    static void start() throws Exception {
        server = ServerInstance.start(Map.of(
                "SPEAKDRAW_PICTURES_KEY",
                KEY,
                "SPEAKDRAW_PICTURES_MAX_WAITING",
                "4",
                "SPEAKDRAW_PICTURES_MAX_PER_MINUTE_PER_ADDRESS",
                "600"));
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void paintsFromAPromptInTheSizeThatIsAskedFor() {
        JsonNode answer = post(GENERATIONS, "{\"prompt\":\"a red apple\",\"n\":2,\"size\":\"300x200\",\"seed\":7}");
        assertThat(answer.get("created").asLong()).isPositive();
        assertThat(answer.get("size").asText()).isEqualTo("300x200");
        assertThat(answer.at("/data/0/seed").asLong()).isEqualTo(7);
        byte[] first = picture(answer.at("/data/0/b64_json"));
        byte[] second = picture(answer.at("/data/1/b64_json"));
        assertThat(TestPictures.read(first).getWidth()).isEqualTo(300);
        assertThat(TestPictures.read(first).getHeight()).isEqualTo(200);
        assertThat(TestPictures.difference(first, second)).isGreaterThan(1);
        JsonNode again = post(
                GENERATIONS, "{\"prompt\":\"a red apple\",\"size\":\"300x200\",\"seed\":8,\"model\":\"dall-e-3\"}");
        assertThat(picture(again.at("/data/0/b64_json")))
                .as("the second one's seed")
                .isEqualTo(second);
    }

    @Test
    void writesTheFormatThatIsAskedFor() {
        for (String format : List.of("png", "jpeg", "webp")) {
            JsonNode answer = post(GENERATIONS, "{\"prompt\":\"a fox\",\"output_format\":\"" + format + "\"}");
            String start = new String(picture(answer.at("/data/0/b64_json")), 0, 12, StandardCharsets.ISO_8859_1);
            assertThat(start)
                    .contains(Map.of("png", "PNG", "jpeg", "\u00FF\u00D8", "webp", "WEBP")
                            .get(format));
        }
    }

    @Test
    void repaintsWhatTheMaskLeavesTransparentAndNothingElse() throws IOException {
        byte[] image = TestPictures.solid(256, 256, Color.BLUE);
        byte[] mask = halfTransparent(256, 256);
        HttpApi.Answer answer = api.postForm(
                "/v1/images/edits",
                form(
                        Map.of("image", image, "mask", mask),
                        Map.of("prompt", "a red apple", "strength", "1", "size", "256x256")),
                "multipart/form-data; boundary=edge");
        assertThat(answer.status()).isEqualTo(200);
        BufferedImage edited = TestPictures.read(picture(answer.json().at("/data/0/b64_json")));
        BufferedImage before = TestPictures.read(image);
        int kept = 0;
        int changed = 0;
        for (int x = 0; x < 120; x += 8) {
            kept += edited.getRGB(x, 100) == before.getRGB(x, 100) ? 1 : 0;
            changed += edited.getRGB(136 + x, 100) != before.getRGB(136 + x, 100) ? 1 : 0;
        }
        assertThat(kept).isEqualTo(15);
        assertThat(changed).isGreaterThan(10);
    }

    @Test
    void servesTheOfficialOpenAiClient() throws Exception {
        Path picture = Files.write(folder.resolve("picture.jpg"), TestPictures.moving(256, 128, 3));
        Path mask = Files.write(folder.resolve("mask.png"), halfTransparent(256, 128));
        Path script = Path.of(Objects.requireNonNull(PicturesIT.class.getResource("openai-images.mjs"))
                .toURI());
        Process node = new ProcessBuilder(
                        "node",
                        script.toString(),
                        Checkout.frontend().toString(),
                        server.baseUri().toString(),
                        picture.toString(),
                        mask.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        JsonNode answers = HttpApi.parse(new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertThat(node.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(answers.get("models")).map(JsonNode::asText).contains(bundle());
        assertThat(answers.at("/generated/data")).hasSize(2);
        assertThat(size(answers.at("/generated/data/1"))).containsExactly(256, 256);
        assertThat(answers.at("/jpeg/output_format").asText()).isEqualTo("jpeg");
        assertThat(size(answers.at("/edited/data/0")))
                .as("the shape of what was sent")
                .satisfies(sides -> assertThat(sides.get(0)).isEqualTo(2 * sides.get(1)));
        assertThat(size(answers.at("/masked/data/0"))).containsExactly(256, 256);
        for (String refused : List.of("several", "noAddress", "noModel", "noPicture")) {
            assertThat(answers.at("/" + refused + "/type").asText()).as(refused).isEqualTo("invalid_request_error");
        }
        assertThat(answers.at("/several/param").asText()).isEqualTo("image");
        assertThat(answers.at("/noAddress/param").asText()).isEqualTo("response_format");
        assertThat(answers.at("/noModel/code").asText()).isEqualTo("model-unknown");
        assertThat(answers.at("/noPicture/code").asText()).isEqualTo("frame-undecodable");
    }

    private static List<Integer> size(JsonNode data) {
        BufferedImage image = TestPictures.read(picture(data.get("b64_json")));
        return List.of(image.getWidth(), image.getHeight());
    }

    @Test
    void answersErrorsAsOpenAiDoes() {
        assertError(api.post(GENERATIONS, "{\"prompt\":\"\"}"), 400, "request-invalid", "prompt");
        assertError(api.post(GENERATIONS, "{\"prompt\":\"a\",\"model\":\"gpt-9\"}"), 404, "model-unknown", "model");
        assertError(api.post(GENERATIONS, "{"), 400, "request-invalid", null);
        assertError(api.get(GENERATIONS), 405, "method-not-allowed", null);
        HttpApi.Answer noPicture = api.postForm(
                "/v1/images/edits",
                form(Map.of("image", new byte[] {1, 2, 3}), Map.of("prompt", "a fox")),
                "multipart/form-data; boundary=edge");
        assertError(noPicture, 400, "frame-undecodable", "image");
    }

    @Test
    void letsStrangersInByTheKeyOnly() {
        assertError(api.post(GENERATIONS, "{\"prompt\":\"a\"}", STRANGER), 401, "key-refused", null);
        assertThat(api.post("/sdapi/v1/txt2img", "{}", STRANGER).status()).isEqualTo(401);
        assertThat(api.get("/sdapi/v1/options", STRANGER).status()).isEqualTo(401);
        assertThat(api.post(
                                GENERATIONS,
                                "{\"prompt\":\"a fox\"}",
                                "X-Forwarded-For",
                                "192.0.2.7",
                                "Authorization",
                                "Bearer " + KEY)
                        .status())
                .isEqualTo(200);
        String basic = Base64.getEncoder().encodeToString(("user:" + KEY).getBytes(StandardCharsets.UTF_8));
        assertThat(api.get("/sdapi/v1/options", "X-Forwarded-For", "192.0.2.7", "Authorization", "Basic " + basic)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void listsItsModels() {
        List<String> ids = new ArrayList<>();
        api.get("/v1/models")
                .json()
                .get("data")
                .forEach(model -> ids.add(model.get("id").asText()));
        assertThat(ids).contains("whisper-1").hasSize(2);
        assertThat(api.get("/v1/models/dall-e-3").json().get("id").asText()).isEqualTo(bundle());
    }

    @Test
    void speaksAsTheWebFrontEndsDo() throws IOException {
        assertThat(api.get("/sdapi/v1/options")
                        .json()
                        .get("sd_model_checkpoint")
                        .asText())
                .isEqualTo(bundle());
        assertThat(api.get("/sdapi/v1/sd-models").json().at("/0/title").asText())
                .isEqualTo(bundle());
        for (String list :
                List.of("samplers", "schedulers", "upscalers", "progress", "loras", "embeddings", "scripts")) {
            assertThat(api.get("/sdapi/v1/" + list).status()).as(list).isEqualTo(200);
        }
        assertThat(api.post("/sdapi/v1/options", "{\"sd_model_checkpoint\":\"" + bundle() + "\"}")
                        .status())
                .isEqualTo(200);
        HttpApi.Answer other = api.post("/sdapi/v1/options", "{\"sd_model_checkpoint\":\"xl\"}");
        assertThat(other.status()).isEqualTo(404);
        assertThat(other.json().get("detail").asText()).contains(bundle());
        JsonNode painted = post(
                "/sdapi/v1/txt2img",
                "{\"prompt\":\"a red apple\",\"steps\":20,\"width\":320,\"height\":320,\"seed\":7}");
        assertThat(TestPictures.read(picture(painted.at("/images/0"))).getWidth())
                .isEqualTo(320);
        JsonNode info = HttpApi.parse(painted.get("info").asText());
        assertThat(info.at("/all_seeds/0").asLong()).isEqualTo(7);
        assertThat(info.get("steps").asInt()).isEqualTo(4);
        String image = Base64.getEncoder().encodeToString(halfTransparent(200, 100));
        JsonNode repainted = post(
                "/sdapi/v1/img2img",
                "{\"prompt\":\"a red apple\",\"width\":128,\"height\":128,\"denoising_strength\":0.02,"
                        + "\"init_images\":[\"data:image/png;base64," + image + "\"]}");
        assertThat(repainted.get("parameters").has("init_images")).isFalse();
        assertThat(TestPictures.read(picture(repainted.at("/images/0"))).getWidth())
                .isEqualTo(128);
        assertThat(api.post("/sdapi/v1/img2img", "{\"init_images\":[\"AQID\"]}")
                        .json()
                        .get("error")
                        .asText())
                .isEqualTo("frame-undecodable");
    }

    @Test
    void aCrowdIsToldWhenToComeBackAndAStreamGoesOn() throws Exception {
        try (SessionClient client = SessionClient.open(server.baseUri(), "{\"width\":128,\"height\":128}")) {
            client.awaitPicture(client.send(TestPictures.moving(128, 128, 0)));
            List<CompletableFuture<HttpApi.Answer>> crowd = IntStream.range(0, 12)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() ->
                            api.post(GENERATIONS, "{\"prompt\":\"a fox\",\"steps\":4,\"n\":2,\"seed\":" + i + "}")))
                    .toList();
            for (int i = 1; i < 5; i++) {
                assertThat(client.awaitPicture(client.send(TestPictures.moving(128, 128, i)))
                                .jpeg())
                        .isNotEmpty();
            }
            List<HttpApi.Answer> answers =
                    crowd.stream().map(CompletableFuture::join).toList();
            assertThat(answers)
                    .extracting(HttpApi.Answer::status)
                    .containsOnly(200, 429)
                    .contains(200);
            answers.stream().filter(answer -> answer.status() == 429).forEach(answer -> {
                assertThat(answer.json().at("/error/type").asText()).isEqualTo("rate_limit_error");
                assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0))
                        .isPositive();
            });
        }
    }

    private String bundle() {
        return api.get("/api/settings").json().at("/bundle/id").asText();
    }

    private JsonNode post(String path, String body) {
        HttpApi.Answer answer = api.post(path, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static void assertError(HttpApi.Answer answer, int status, String code, @Nullable String param) {
        assertThat(answer.status()).isEqualTo(status);
        JsonNode error = answer.json().get("error");
        assertThat(error.get("code").asText()).isEqualTo(code);
        assertThat(error.get("param").isNull() ? null : error.get("param").asText())
                .isEqualTo(param);
    }

    private static byte[] picture(JsonNode base64) {
        return Base64.getDecoder().decode(base64.asText());
    }

    /** The left half is black, the right one transparent. */
    private static byte[] halfTransparent(int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.BLACK);
        graphics.fillRect(0, 0, width / 2, height);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private static String form(Map<String, byte[]> files, Map<String, String> fields) {
        StringBuilder form = new StringBuilder();
        files.forEach((name, file) -> form.append("--edge\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append("\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n")
                .append(new String(file, StandardCharsets.ISO_8859_1))
                .append("\r\n"));
        fields.forEach((name, value) -> form.append("--edge\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n"));
        return form.append("--edge--\r\n").toString();
    }
}
