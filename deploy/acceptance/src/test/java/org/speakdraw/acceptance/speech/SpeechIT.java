package org.speakdraw.acceptance.speech;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.RunningServer;

/** Somebody says "Please paint a green house with a garden." */
class SpeechIT {

    @RegisterExtension
    static final RunningServer server = new RunningServer();

    private static final List<String> COMPRESSED = List.of("webm", "ogg", "mp3", "m4a", "flac");

    private static final Path OTHERS =
            Checkout.root().resolve("backend/inference/src/test/resources/org/speakdraw/inference");

    private static final String FORM = "multipart/form-data; boundary=x";
    private static final int WAV_HEADER = 44;
    /** A tenth of a second. */
    private static final int CHUNK = 3200;

    @BeforeAll
    static void awaitTheModel() throws Exception {
        HttpApi api = new HttpApi(server.baseUri());
        for (int i = 0;
                i < 200
                        && !api.get("/api/settings")
                                .json()
                                .at("/speech/available")
                                .asBoolean();
                i++) {
            Thread.sleep(100);
        }
        JsonNode speech = api.get("/api/settings").json().get("speech");
        assertThat(speech.get("reason").isNull()).as(speech.toString()).isTrue();
        assertThat(speech.get("sampleRate").asInt()).isEqualTo(16_000);
        assertThat(speech.get("languages").toString()).contains("\"en\"", "\"fr\"");
    }

    @Test
    void understandsAnUtteranceWhileAndAfterItIsSpoken() throws Exception {
        try (SessionClient client = SessionClient.open(server.baseUri(), "{}")) {
            start(client, 7, "auto");
            byte[] samples = samples();
            for (int at = 0; at < samples.length; at += CHUNK) {
                sound(client, Arrays.copyOfRange(samples, at, Math.min(samples.length, at + CHUNK)));
                Thread.sleep(100);
            }
            List<JsonNode> texts = new ArrayList<>();
            // On a busy machine the share of texts that are not final may be used up for some seconds.
            texts.add(client.await("speech"));
            assertThat(texts.get(0).get("final").asBoolean()).isFalse();
            client.socket().send("{\"type\":\"speech-end\",\"utterance\":7}");
            do {
                texts.add(client.await("speech"));
            } while (!texts.get(texts.size() - 1).get("final").asBoolean());
            assertThat(texts).allSatisfy(text -> {
                assertThat(text.get("utterance").asInt()).isEqualTo(7);
                assertThat(text.get("text").asText()).isNotEmpty();
            });
            JsonNode last = texts.get(texts.size() - 1);
            assertThat(last.get("text").asText()).contains("house with a garden");
            assertThat(last.get("language").asText()).isEqualTo("en");
            assertThat(last.get("tookMs").asDouble()).isPositive();
        }
    }

    @Test
    void preparesTheTextInAPauseAndHearsOnlyWhatCounts() throws Exception {
        try (SessionClient client = SessionClient.open(server.baseUri(), "{}")) {
            byte[] samples = samples();
            int half = samples.length / 2 / 2;
            start(client, 1, "en");
            sound(client, Arrays.copyOf(samples, 2 * half));
            client.socket().send("{\"type\":\"speech-pause\",\"utterance\":1,\"samples\":" + half + "}");
            JsonNode prepared = client.await("speech");
            assertThat(prepared.get("final").asBoolean()).isFalse();
            sound(client, Arrays.copyOfRange(samples, 2 * half, samples.length));
            client.socket().send("{\"type\":\"speech-end\",\"utterance\":1,\"samples\":" + half + "}");
            JsonNode paused = awaitFinal(client);
            assertThat(paused.get("text")).isEqualTo(prepared.get("text"));
            assertThat(paused.get("text").asText()).isNotEmpty().doesNotContain("garden");

            start(client, 2, "en");
            sound(client, Arrays.copyOf(samples, 2 * half));
            client.socket().send("{\"type\":\"speech-pause\",\"utterance\":2,\"samples\":" + half + "}");
            sound(client, Arrays.copyOfRange(samples, 2 * half, samples.length));
            client.socket().send("{\"type\":\"speech-end\",\"utterance\":2}");
            JsonNode whole = awaitFinal(client);
            assertThat(whole.get("utterance").asInt()).isEqualTo(2);
            assertThat(whole.get("text").asText()).contains("house with a garden");
        }
    }

    @Test
    void saysNothingWhereNothingIsSaidAndRefusesWhatMakesNoSense() throws Exception {
        try (SessionClient client = SessionClient.open(server.baseUri(), "{}")) {
            start(client, 1, "en");
            sound(client, new byte[32_000]);
            client.socket().send("{\"type\":\"speech-end\",\"utterance\":1}");
            JsonNode silence = client.await("speech");
            assertThat(silence.get("final").asBoolean()).isTrue();
            assertThat(silence.get("text").asText()).isEmpty();

            sound(client, new byte[100]);
            client.awaitError("speech-invalid");
            start(client, 2, "xx");
            client.awaitError("speech-invalid");
            start(client, 3, "en");
            client.socket().send("{\"type\":\"speech-end\",\"utterance\":4}");
            client.awaitError("speech-invalid");
            start(client, 5, "en");
            for (int second = 0; second < 31; second++) {
                sound(client, new byte[32_000]);
            }
            client.awaitError("speech-too-long");
            assertThat(client.await("speech").get("final").asBoolean()).isTrue();
            assertThat(client.socket().isClosed()).isFalse();
        }
    }

    @Test
    void servesTheOfficialOpenAiClient() throws Exception {
        Path here = Path.of(
                Objects.requireNonNull(SpeechIT.class.getResource("garden.wav")).toURI());
        List<String> command = new ArrayList<>(List.of(
                "node",
                here.resolveSibling("openai-client.mjs").toString(),
                Checkout.frontend().toString(),
                server.baseUri().toString(),
                here.toString(),
                OTHERS.resolve("speech/fr-2.ogg").toString()));
        COMPRESSED.forEach(
                kind -> command.add(OTHERS.resolve("audio/garden." + kind).toString()));
        Process node = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        JsonNode answers = new ObjectMapper().readTree(node.getInputStream().readAllBytes());
        assertThat(node.waitFor(10, TimeUnit.SECONDS)).isTrue();
        String words = "house with a garden";
        assertThat(answers.get("models").toString()).contains("\"whisper-1\"");
        assertThat(answers.at("/json/text").asText()).contains(words);
        assertThat(answers.at("/text").asText()).contains(words).endsWith("\n");
        assertThat(answers.at("/verbose_json/language").asText()).isEqualTo("english");
        assertThat(answers.at("/verbose_json/duration").asDouble()).isBetween(2.0, 4.0);
        assertThat(answers.at("/verbose_json/segments/0/text").asText()).contains(words);
        assertThat(answers.at("/verbose_json").has("words")).isFalse();
        assertThat(answers.at("/words").has("segments")).isFalse();
        // A word carries its punctuation, as in the reference implementation.
        assertThat(answers.at("/words/words/0/word").asText()).isEqualTo("Please,");
        assertThat(answers.at("/words/words"))
                .extracting(word -> word.get("start").asDouble())
                .isSorted();
        assertThat(answers.at("/srt").asText()).startsWith("1\n00:00:0").contains(" --> 00:00:0", words);
        assertThat(answers.at("/vtt").asText()).startsWith("WEBVTT\n\n00:00:0").contains(words);
        assertThat(answers.get("model").get("id").asText()).isEqualTo("whisper-1");
        assertRefusal(answers.get("noModel"), 404, "model-unknown");
        assertThat(COMPRESSED)
                .allSatisfy(kind -> assertThat(
                                answers.get("compressed").path("." + kind).asText())
                        .contains(words));
        // "Une maison verte avec un grand jardin."
        assertThat(answers.at("/french/language").asText()).isEqualTo("french");
        assertThat(answers.at("/french/text").asText()).contains("maison", "jardin");
        assertThat(answers.at("/translation/text").asText()).contains("house", "garden");
        assertThat(answers.at("/translationVerbose/task").asText()).isEqualTo("translate");
        assertThat(answers.at("/translationVerbose/segments/0/text").asText()).contains("garden");
        JsonNode events = answers.get("events");
        assertThat(events.get(0).get("type").asText()).isEqualTo("transcript.text.delta");
        JsonNode last = events.get(events.size() - 1);
        assertThat(last.get("type").asText()).isEqualTo("transcript.text.done");
        StringBuilder deltas = new StringBuilder();
        events.forEach(event -> deltas.append(event.path("delta").asText()));
        assertThat(deltas.toString())
                .as("what was sent stays, and is what comes without events")
                .isEqualTo(last.get("text").asText())
                .isEqualTo(answers.at("/json/text").asText());
        assertRefusal(answers.get("notSound"), 415, "audio-unsupported");
        assertRefusal(answers.get("broken"), 400, "audio-invalid");
        assertRefusal(answers.get("empty"), 400, "audio-invalid");
        assertRefusal(answers.get("noSuchModel"), 404, "model-unknown");
        assertRefusal(answers.get("noSuchFormat"), 400, "request-invalid");
        assertThat(answers.at("/noSuchFormat/param").asText()).isEqualTo("response_format");
        assertRefusal(answers.get("noSuchLanguage"), 400, "speech-invalid");
        assertThat(answers.at("/noSuchLanguage/param").asText()).isEqualTo("language");
    }

    @Test
    void keepsTheOldDoorAndForeignPagesOut() {
        HttpApi api = new HttpApi(server.baseUri());
        HttpApi.Answer foreign =
                api.postForm("/api/stt", form("no sound"), FORM, "Origin", "https://elsewhere.example");
        assertThat(foreign.status()).isEqualTo(403);
        assertThat(foreign.json().get("code").asText()).isEqualTo("origin-refused");
        HttpApi.Answer noSound = upload("no sound");
        assertThat(noSound.status()).isEqualTo(415);
        assertThat(noSound.json().get("code").asText()).isEqualTo("audio-unsupported");
        HttpApi.Answer noForm = api.post("/api/stt", "{}");
        assertThat(noForm.status()).isEqualTo(400);
        HttpApi.Answer heard = upload(new String(read(), StandardCharsets.ISO_8859_1));
        assertThat(heard.json().get("text").asText()).contains("house with a garden");
    }

    @Test
    void transcribesSixFilesOfOneAddressAtOnce() {
        HttpApi api = new HttpApi(server.baseUri());
        String form = form(new String(read(), StandardCharsets.ISO_8859_1))
                .replace("--x--", "--x\r\nContent-Disposition: form-data; name=\"language\"\r\n\r\nen-US\r\n--x--");
        List<CompletableFuture<HttpApi.Answer>> answers = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> api.postForm("/v1/audio/transcriptions", form, FORM)))
                .limit(6)
                .toList();
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.join().status()).as(answer.join().body()).isEqualTo(200);
            assertThat(answer.join().json().get("text").asText()).contains("house with a garden");
        });
    }

    @Test
    void answersWhatIsNotServedInTheShapeOfOpenAi() {
        HttpApi api = new HttpApi(server.baseUri());
        HttpApi.Answer unknown = api.get("/v1/chat/completions");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().at("/error/code").asText()).isEqualTo("not-found");
        HttpApi.Answer method = api.get("/v1/audio/transcriptions");
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.headers().firstValue("Allow")).contains("POST");
        assertThat(method.json().at("/error/code").asText()).isEqualTo("method-not-allowed");
        HttpApi.Answer large =
                api.postForm("/v1/audio/transcriptions", form("RIFF" + "\0".repeat(25 * 1024 * 1024)), FORM);
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.json().at("/error/param").asText()).isEqualTo("file");
        HttpApi.Answer noForm = api.post("/v1/audio/transcriptions", "{}");
        assertThat(noForm.status()).isEqualTo(400);
        assertThat(noForm.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
    }

    @Test
    void aHangUpDuringAnUploadIsNoError() throws Exception {
        int before = Files.readAllLines(server.instance().data().serverLog()).size();
        try (Socket socket =
                new Socket(server.baseUri().getHost(), server.baseUri().getPort())) {
            String head = "POST /v1/audio/transcriptions HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + FORM
                    + "\r\nContent-Length: 1000000\r\n\r\n";
            String begun = form("RIFF" + "\0".repeat(200_000)).substring(0, 150_000);
            socket.getOutputStream().write((head + begun).getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }
        assertThat(upload(new String(read(), StandardCharsets.ISO_8859_1)).status())
                .isEqualTo(200);
        assertThat(Files.readAllLines(server.instance().data().serverLog()).stream()
                        .skip(before))
                .noneMatch(line -> line.contains(" ERROR "));
    }

    @Test
    void refusesFilesThatAreTooLargeOrTooLong() {
        HttpApi.Answer large = upload("RIFF" + "\0".repeat(25 * 1024 * 1024));
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.json().get("code").asText()).isEqualTo("audio-too-large");
        int rate = 8000;
        int seconds = 601;
        ByteBuffer wav = ByteBuffer.allocate(WAV_HEADER + rate * seconds).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(wav.capacity() - 8);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(rate).putInt(rate);
        wav.putShort((short) 1).putShort((short) 8);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(rate * seconds);
        HttpApi.Answer longest = upload(new String(wav.array(), StandardCharsets.ISO_8859_1));
        assertThat(longest.status()).isEqualTo(413);
        assertThat(longest.json().get("code").asText()).isEqualTo("audio-too-long");
    }

    private static HttpApi.Answer upload(String sound) {
        return new HttpApi(server.baseUri()).postForm("/api/stt", form(sound), FORM);
    }

    /** @param sound bytes as ISO 8859-1 */
    private static String form(String sound) {
        String head = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n";
        return head + sound + "\r\n--x--\r\n";
    }

    private static void assertRefusal(JsonNode refusal, int status, String code) {
        assertThat(refusal.path("status").asInt()).as(refusal.toString()).isEqualTo(status);
        assertThat(refusal.path("code").asText()).isEqualTo(code);
        assertThat(refusal.path("type").asText()).isEqualTo("invalid_request_error");
    }

    private static void start(SessionClient client, int utterance, String language) {
        client.socket()
                .send("{\"type\":\"speech-start\",\"utterance\":" + utterance + ",\"language\":\"" + language + "\"}");
    }

    private static JsonNode awaitFinal(SessionClient client) throws InterruptedException {
        JsonNode text = client.await("speech");
        while (!text.get("final").asBoolean()) {
            text = client.await("speech");
        }
        return text;
    }

    private static void sound(SessionClient client, byte[] samples) {
        client.socket()
                .send(ByteBuffer.allocate(16 + samples.length)
                        .putInt(0x01030000)
                        .putInt(0)
                        .putLong(0)
                        .put(samples)
                        .flip());
    }

    private static byte[] samples() {
        byte[] wav = read();
        return Arrays.copyOfRange(wav, WAV_HEADER, wav.length);
    }

    private static byte[] read() {
        try (InputStream in = Objects.requireNonNull(SpeechIT.class.getResourceAsStream("garden.wav"))) {
            return in.readAllBytes();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
