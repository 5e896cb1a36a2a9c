package org.speakdraw.acceptance.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.HttpApi.Answer;
import org.speakdraw.acceptance.fixture.RunningServer;

/** The gallery over HTTP; what it finds and who sees what is tested beside the code. */
class PresetIT {

    @RegisterExtension
    static final RunningServer server = new RunningServer();

    @Test
    void servesPicturesThatBrowsersMayKeep() {
        HttpApi api = new HttpApi(server.baseUri());
        JsonNode fox = api.get("/api/presets?q=fox").json().get("presets").get(0);
        Answer picture = api.get(fox.get("thumbnail").asText());
        assertThat(picture.status()).isEqualTo(200);
        assertThat(picture.headers().firstValue("Content-Type")).contains("image/jpeg");
        assertThat(picture.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
        String etag = picture.headers().firstValue("ETag").orElseThrow();
        assertThat(api.get(fox.get("thumbnail").asText(), "If-None-Match", etag).status())
                .isEqualTo(304);
    }

    @Test
    void savesImportsAndExportsWithoutAnAccount() {
        HttpApi api = new HttpApi(server.baseUri());
        Answer saved = api.post(
                "/api/presets",
                "{\"name\":\"Mine\",\"prompt\":\"a fox\",\"settings\":{\"strength\":0.3,\"magic\":1},\"tags\":[\"Own\"]}");
        assertThat(saved.status()).isEqualTo(201);
        assertThat(saved.json().get("notes").toString()).contains("magic");
        assertThat(saved.json().get("settings").toString()).isEqualTo("{\"strength\":0.3}");
        String cookie = saved.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");

        String file = api.get("/api/presets/file", "Cookie", cookie).body();
        Answer imported = api.post("/api/presets/file", file, "Cookie", cookie);
        assertThat(imported.json().get("imported").asInt()).isEqualTo(1);
        assertThat(api.get("/api/presets?scope=mine", "Cookie", cookie).json().get("presets"))
                .hasSize(2);

        Answer refused = api.post("/api/presets/file", file.replace("\"Mine\"", "\n\n7"), "Cookie", cookie);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().get("code").asText()).isEqualTo("presets-invalid");
        assertThat(refused.json().get("errors").get(0).get("detail").asText()).startsWith("line 3: ");
        assertThat(api.get("/api/presets/file/schema.json").json().get("title").asText())
                .isEqualTo("SpeakDraw presets");
    }

    @Test
    void refusesAFileOfAMillionElementsAsSoonAsItIsWrongOften() {
        HttpApi api = new HttpApi(server.baseUri());
        String bomb = "{\"format\":\"speakdraw-presets\",\"version\":1,\"presets\":[" + "{\"x\":1},".repeat(1_500_000)
                + "{}]}";
        Answer refused = api.post("/api/presets/file", bomb);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().get("errors")).hasSize(20);
    }

    @Test
    void answersNonsenseWithAProblem() {
        HttpApi api = new HttpApi(server.baseUri());
        for (String query : new String[] {"sort=best", "scope=theirs", "limit=0", "limit=61", "after=bm9uc2Vuc2U"}) {
            Answer answer = api.get("/api/presets?" + query);
            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.json().get("code").asText()).isEqualTo("request-invalid");
        }
        assertThat(api.get("/api/presets/none").json().get("code").asText()).isEqualTo("preset-unknown");
        assertThat(api.post("/api/presets", "{\"name\":\"\"}").json().get("errors"))
                .hasSize(2);
        assertThat(api.get("/api/prompts").json().get("prompts")).isEmpty();
    }
}
