package org.speakdraw.acceptance.classroom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.HttpApi.Answer;
import org.speakdraw.acceptance.client.RoomClient;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.RunningServer;

/** What students cannot write, what the teacher learns of it, and that everything painted says so. */
class SafetyIT {

    @RegisterExtension
    static final RunningServer server = new RunningServer();

    /** Where the server takes nobody for its administrator. */
    private static final String[] FROM_ELSEWHERE = {"X-Forwarded-For", "203.0.113.7"};

    private static final String REFUSED = "a n4ked person";

    private final HttpApi api = new HttpApi(server.baseUri());

    @Test
    void inAClassAPromptThatIsNotForSchoolChangesNothingAndTheTeacherIsTold() throws Exception {
        Answer teacher = api.post("/api/classrooms", "{\"name\":\"4b\"}");
        JsonNode room = teacher.json().get("classroom");
        Answer joined = api.post(
                "/api/classrooms/join", "{\"code\":\"" + room.get("joinCode").asText() + "\"}");
        String ada = cookie(joined);
        try (SessionClient session = session(ada);
                RoomClient page = RoomClient.enter(api, room.get("id").asText(), ada);
                RoomClient wall = RoomClient.enter(api, room.get("id").asText(), cookie(teacher))) {
            page.await("you");
            wall.await(
                    "wall",
                    all -> all.get("students").size() == 1
                            && !all.get("students").get(0).has("concern"));
            Answer refusal = change(session, REFUSED);
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(refusal.json().get("code").asText()).isEqualTo("prompt-refused");
            assertThat(refusal.body()).doesNotContain("n4ked");
            assertThat(settings(session).get("prompt").asText()).isEqualTo("a fox");
            wall.await(
                    "wall",
                    all -> all.get("students").get(0).path("concern").asText().equals("words"));
            wall.send("{\"type\":\"push\",\"values\":{\"prompt\":\"" + REFUSED + "\"}}");
            wall.await("error", error -> error.get("code").asText().equals("prompt-refused"));

            change(session, "a whale");
            assertThat(api.get("/api/prompts", "Cookie", ada).body()).doesNotContain("n4ked");
            assertThat(new String(
                            session.awaitPicture(session.send(TestPictures.moving(96, 96, 1)))
                                    .jpeg(),
                            StandardCharsets.ISO_8859_1))
                    .contains("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia");
        }
    }

    @Test
    void outsideOfAClassNobodyLooksAtPromptsButNamesAreReadByOthers() throws Exception {
        Answer opened = api.post("/api/sessions", "{}");
        String cookie = cookie(opened);
        try (SessionClient session = session(cookie)) {
            assertThat(change(session, REFUSED).status()).isEqualTo(200);
        }
        Answer name = api.patch("/api/me", "{\"name\":\"Arschloch\"}", "Cookie", cookie);
        assertThat(name.status()).isEqualTo(400);
        assertThat(name.json().get("code").asText()).isEqualTo("words-refused");
        assertThat(api.patch("/api/me", "{\"name\":\"Dickinson\"}", "Cookie", cookie)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whoJoinsAClassLeavesSuchAPromptBehind() throws Exception {
        JsonNode room = api.post("/api/classrooms", "{\"name\":\"4b\"}").json().get("classroom");
        String ben = cookie(api.post("/api/sessions", "{}"));
        try (SessionClient session = session(ben)) {
            change(session, REFUSED);
            api.post(
                    "/api/classrooms/join",
                    "{\"code\":\"" + room.get("joinCode").asText() + "\"}",
                    "Cookie",
                    ben);
            try (RoomClient page = RoomClient.enter(api, room.get("id").asText(), ben)) {
                page.await("you");
                JsonNode now;
                do {
                    now = session.await("settings").get("values");
                } while (now.get("prompt").asText().equals(REFUSED));
            }
            assertThat(change(session, REFUSED).status()).isEqualTo(400);
        }
    }

    @Test
    void whatIsForEveryoneWaitsForAnAdministrator() {
        Answer saved = api.post(
                "/api/presets",
                "{\"name\":\"Quoll\",\"prompt\":\"a quoll\",\"visibility\":\"everyone\"}",
                FROM_ELSEWHERE);
        assertThat(saved.json().get("waiting").asBoolean()).isTrue();
        String id = saved.json().get("id").asText();
        assertThat(api.get("/api/presets/" + id).status()).isEqualTo(404);
        for (Answer refused :
                new Answer[] {api.get("/api/moderation/presets", FROM_ELSEWHERE), decide(id, "keep", FROM_ELSEWHERE)}) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.json().get("code").asText()).isEqualTo("administrator-needed");
        }
        assertThat(api.get("/api/moderation/presets").body()).contains(id);
        assertThat(decide(id, "nothing").json().get("code").asText()).isEqualTo("request-invalid");
        assertThat(decide(id, "keep").status()).isEqualTo(204);
        assertThat(api.get("/api/presets/" + id).json().get("waiting").asBoolean())
                .isFalse();
        assertThat(decide(id, "hide").status()).isEqualTo(204);
        assertThat(api.get("/api/presets/" + id).status()).isEqualTo(404);
    }

    private Answer decide(String preset, String decision, String... headers) {
        byte[] body = ("{\"decision\":\"" + decision + "\"}").getBytes(StandardCharsets.UTF_8);
        return api.put("/api/moderation/presets/" + preset, body, "application/json", headers);
    }

    private SessionClient session(String cookie) {
        Answer opened = api.post(
                "/api/sessions", "{\"settings\":{\"prompt\":\"a fox\",\"similarity_filter\":false}}", "Cookie", cookie);
        return SessionClient.connect(
                api,
                opened.json().get("id").asText(),
                opened.json().get("token").asText(),
                "",
                SessionClient.Behaviour.WELL);
    }

    private Answer change(SessionClient session, String prompt) {
        return api.patch(
                "/api/sessions/" + session.id() + "/settings",
                "{\"prompt\":\"" + prompt + "\"}",
                session.authorization());
    }

    private JsonNode settings(SessionClient session) {
        return api.get("/api/sessions/" + session.id(), session.authorization())
                .json()
                .get("settings");
    }

    private static String cookie(Answer answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(each -> each.startsWith("speakdraw-participant="))
                .findFirst()
                .map(each -> each.substring(0, each.indexOf(';')))
                .orElseThrow();
    }
}
