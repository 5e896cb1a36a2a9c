package org.speakdraw.acceptance.classroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.speakdraw.acceptance.client.Patience.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.speakdraw.acceptance.classroom.School.Person;
import org.speakdraw.acceptance.classroom.School.Room;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.HttpApi.Answer;
import org.speakdraw.acceptance.client.RoomClient;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.Processes;
import org.speakdraw.acceptance.fixture.RunningServer;

/** What students cannot write, what the teacher learns of it, and that everything painted says so. */
class SafetyIT {

    @RegisterExtension
    static final RunningServer server = new RunningServer();

    /** Where the server takes nobody for its administrator. */
    private static final String[] FROM_ELSEWHERE = {"X-Forwarded-For", "203.0.113.7"};

    private static final String REFUSED = "a n4ked person";

    private final HttpApi api = new HttpApi(server.baseUri());
    private final School school = new School(api);

    @Test
    void inAClassAPromptThatIsNotForSchoolChangesNothingAndTheTeacherIsTold() throws Exception {
        Room room = school.open();
        Person ada = school.join(room, "Ada");
        try (SessionClient session = school.session(ada, "a fox");
                RoomClient page = RoomClient.enter(api, room.id(), ada.cookie());
                RoomClient wall =
                        RoomClient.enter(api, room.id(), room.teacher().cookie())) {
            page.await("you");
            wall.await(
                    "wall",
                    all -> all.get("students").size() == 1
                            && !all.get("students").get(0).has("concern"));
            Answer refusal = change(session, REFUSED);
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(refusal.json().get("code").asText()).isEqualTo("prompt-refused");
            assertThat(refusal.body()).doesNotContain("n4ked");
            assertThat(school.settings(session).get("prompt").asText()).isEqualTo("a fox");
            wall.await(
                    "wall",
                    all -> all.get("students").get(0).path("concern").asText().equals("words"));
            wall.send("{\"type\":\"push\",\"values\":{\"prompt\":\"" + REFUSED + "\"}}");
            wall.await("error", error -> error.get("code").asText().equals("prompt-refused"));

            change(session, "a whale");
            assertThat(api.get("/api/prompts", ada.header()).body()).doesNotContain("n4ked");
            assertThat(new String(
                            session.awaitPicture(session.send(TestPictures.moving(96, 96, 1)))
                                    .jpeg(),
                            StandardCharsets.ISO_8859_1))
                    .contains("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia");
        }
    }

    @Test
    void whatAClassRefusesIsNotRepaintedEither() throws Exception {
        Room room = school.open();
        Person ada = school.join(room, "Ada");
        try (SessionClient session = school.session(ada, "a fox")) {
            String path = "/api/sessions/" + session.id();
            assertThat(api.post(path + "/recording", "{\"input\":true}", session.authorization())
                            .status())
                    .isEqualTo(201);
            session.awaitPicture(session.send(TestPictures.moving(96, 96, 1)));
            session.await("recording");
            api.delete(path + "/recording", session.authorization());
            String order = "{\"settings\":{\"prompt\":\"" + REFUSED + "\"}}";
            AtomicReference<Answer> begun = new AtomicReference<>();
            // Until the recording is written down.
            assertThat(Processes.eventually(PATIENCE, () -> {
                        begun.set(api.post(path + "/repaint", order, ada.header()));
                        return begun.get().status() == 202;
                    }))
                    .isTrue();
            String repainted =
                    "/api/sessions/" + begun.get().json().get("session").asText();
            assertThat(Processes.eventually(
                            PATIENCE,
                            () -> api.get(repainted + "/repaint", session.authorization())
                                    .json()
                                    .get("state")
                                    .asText()
                                    .equals("done")))
                    .isTrue();
            assertThat(api.get(repainted + "/timeline", ada.header()).body())
                    .contains("\"source\":\"model\"")
                    .doesNotContain("n4ked");
        }
    }

    @Test
    void outsideOfAClassNobodyLooksAtPromptsButNamesAreReadByOthers() throws Exception {
        Person ada = visitor();
        try (SessionClient session = school.session(ada, "a fox")) {
            assertThat(change(session, REFUSED).status()).isEqualTo(200);
        }
        Answer name = api.patch("/api/me", "{\"name\":\"Arschloch\"}", ada.header());
        assertThat(name.status()).isEqualTo(400);
        assertThat(name.json().get("code").asText()).isEqualTo("words-refused");
        assertThat(api.patch("/api/me", "{\"name\":\"Dickinson\"}", ada.header())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whoJoinsAClassLeavesSuchAPromptBehind() throws Exception {
        Room room = school.open();
        Person ben = visitor();
        try (SessionClient session = school.session(ben, "a fox")) {
            change(session, REFUSED);
            assertThat(promptAfterJoining(session, ben, room)).isNotEmpty();
            assertThat(change(session, REFUSED).status()).isEqualTo(400);
        }
    }

    @Test
    void norDoesItHideBehindAPromptThatIsOnlyTriedOut() throws Exception {
        Room room = school.open();
        Person ben = visitor();
        try (SessionClient session = school.session(ben, "a fox")) {
            change(session, REFUSED);
            session.tryOut("{\"prompt\":\"a whale\"}");
            JsonNode tried;
            do {
                tried = session.await("settings").get("values");
            } while (!tried.path("prompt").asText().equals("a whale"));
            assertThat(promptAfterJoining(session, ben, room)).isNotEqualTo("a whale");
        }
    }

    /** The prompt that {@code person}'s session is told of once its owner is in the class; another one than the refused one. */
    private String promptAfterJoining(SessionClient session, Person person, Room room) throws Exception {
        api.post("/api/classrooms/join", "{\"code\":\"" + room.code() + "\"}", person.header());
        try (RoomClient page = RoomClient.enter(api, room.id(), person.cookie())) {
            page.await("you");
            String prompt;
            do {
                prompt = session.await("settings").get("values").path("prompt").asText(REFUSED);
            } while (prompt.equals(REFUSED));
            return prompt;
        }
    }

    /** Somebody in no class. */
    private Person visitor() {
        return School.person(api.patch("/api/me", "{\"name\":\"Emily\"}"));
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
        String version = "";
        for (JsonNode each : api.get("/api/moderation/presets").json().get("presets")) {
            version =
                    each.get("id").asText().equals(preset) ? each.get("version").asText() : version;
        }
        byte[] body = ("{\"decision\":\"" + decision + "\",\"version\":\"" + version + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        return api.put("/api/moderation/presets/" + preset, body, "application/json", headers);
    }

    private Answer change(SessionClient session, String prompt) {
        return api.patch(
                "/api/sessions/" + session.id() + "/settings",
                "{\"prompt\":\"" + prompt + "\"}",
                session.authorization());
    }
}
