package org.speakdraw.acceptance.participant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.HttpApi.Answer;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.RunningServer;

/** From the cookie of the first session to the deletion of all that came of it. */
class ParticipantIT {

    @RegisterExtension
    static final RunningServer server = new RunningServer();

    @Test
    void isKnownByTheCookieOfTheFirstSessionUntilEverythingIsDeleted() throws Exception {
        HttpApi api = new HttpApi(server.baseUri());
        Answer opened = api.post("/api/sessions", "{\"settings\":{\"prompt\":\"a fox of mine\"}}");
        String session = opened.json().get("id").asText();
        String cookie = participantCookie(opened);
        String[] token = {
            "Authorization", "Bearer " + opened.json().get("token").asText()
        };
        record(api, opened);
        api.post("/api/presets", "{\"name\":\"Den\",\"prompt\":\"a den\"}", "Cookie", cookie);
        String fox = api.get("/api/presets?q=fox").json().at("/presets/0/id").asText();
        assertThat(api.put("/api/presets/" + fox + "/favourite", "Cookie", cookie)
                        .status())
                .isEqualTo(204);

        assertThat(api.patch("/api/me", "{\"name\":\"Ada\"}", "Cookie", cookie).status())
                .isEqualTo(200);
        Answer me = api.get("/api/me", "Cookie", cookie);
        assertThat(me.json().get("name").asText()).isEqualTo("Ada");
        Map<String, String> kept = export(cookie);
        assertThat(kept.get("me.json")).contains(me.json().get("id").asText());
        assertThat(kept.get("sessions.json")).contains(session, "a fox of mine");
        assertThat(kept.get("presets.json")).contains("a den");
        assertThat(kept.get("favourites.json")).contains(fox);
        assertThat(kept.get("recordings/" + session + "/timeline.json")).contains("a fox of mine", "strength");
        assertThat(kept.keySet())
                .anySatisfy(name -> assertThat(name).startsWith("recordings/" + session + "/output-"))
                .anySatisfy(name -> assertThat(name).startsWith("recordings/" + session + "/input-"));

        Answer deleted = api.delete("/api/me", "Cookie", cookie);

        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.headers().firstValue("Set-Cookie").orElseThrow()).containsIgnoringCase("Max-Age=0");
        assertThat(api.get("/api/me", "Cookie", cookie).json().get("name").asText())
                .isEmpty();
        assertThat(export(cookie).keySet())
                .containsExactlyInAnyOrder(
                        "me.json", "sessions.json", "presets.json", "favourites.json", "handed-in/works.json");
        assertThat(export(cookie).get("sessions.json")).isEqualToIgnoringWhitespace("[]");
        assertThat(export(cookie).get("favourites.json")).isEqualToIgnoringWhitespace("[]");
        assertThat(api.get("/api/sessions/" + session + "/timeline", token).status())
                .isEqualTo(404);
        assertThat(api.get("/api/presets?scope=mine", "Cookie", cookie).json().get("presets"))
                .isEmpty();
        assertThat(api.get("/api/me").json().get("id").isNull())
                .as("nobody without a cookie")
                .isTrue();
    }

    /** Records one picture, with what it was made from. */
    private static void record(HttpApi api, Answer opened) throws InterruptedException {
        String id = opened.json().get("id").asText();
        String token = opened.json().get("token").asText();
        try (SessionClient client = SessionClient.connect(api, id, token, "", SessionClient.Behaviour.WELL)) {
            api.post("/api/sessions/" + id + "/recording", "{\"input\":true}", client.authorization());
            client.awaitPicture(client.send(TestPictures.moving(96, 96, 1)));
        }
    }

    @Test
    void forgetsASingleSessionForItsOwnerOnly() {
        HttpApi api = new HttpApi(server.baseUri());
        Answer opened = api.post("/api/sessions", "{\"settings\":{\"prompt\":\"a first heron\"}}");
        String[] mine = {"Cookie", participantCookie(opened)};
        api.post("/api/sessions", "{\"settings\":{\"prompt\":\"a second heron\"}}", mine);
        String[] stranger = {"Cookie", participantCookie(api.post("/api/sessions", "{}"))};
        String session = "/api/history/" + opened.json().get("id").asText();

        assertThat(code(api.delete(session, stranger))).isEqualTo("session-unknown");
        assertThat(code(api.delete(session))).isEqualTo("participant-unknown");
        assertThat(api.delete(session, mine).status()).isEqualTo(204);

        String unchanged =
                api.post("/api/sessions", "{}", mine).json().get("id").asText();
        assertThat(export(participantCookie(opened)).get("sessions.json")).contains(unchanged);
        assertThat(api.get("/api/prompts", mine).json().findValuesAsText("prompt"))
                .as("without what the model begins with")
                .containsExactly("a second heron");
        assertThat(code(api.delete(session, mine))).isEqualTo("session-unknown");
    }

    @Test
    void refusesForeignersAndGuesses() {
        HttpApi api = new HttpApi(server.baseUri());
        Answer founded = api.post("/api/classrooms", "{\"name\":\"4b\"}");
        assertThat(founded.status()).isEqualTo(201);
        assertThat(code(api.get("/api/me/export"))).isEqualTo("participant-unknown");
        String room = founded.json().get("classroom").get("id").asText();
        String student =
                participantCookie(api.post("/api/classrooms/join", "{\"code\":\"" + joinCode(founded) + "\"}"));
        assertThat(code(api.delete("/api/classrooms/" + room, "Cookie", student)))
                .isEqualTo("not-the-teacher");
        assertThat(api.delete("/api/classrooms/" + room, "Cookie", participantCookie(founded))
                        .status())
                .isEqualTo(204);
        String wrong = "{\"code\":\"22222222\"}";
        Answer guess;
        do {
            guess = api.post("/api/classrooms/join", wrong, "Cookie", student);
        } while (code(guess).equals("classroom-unknown"));
        assertThat(guess.status()).isEqualTo(429);
        assertThat(guess.headers().firstValue("Retry-After")).isPresent();
        assertThat(api.post("/api/classrooms/join", wrong).status())
                .as("a neighbour at the same address")
                .isEqualTo(404);
    }

    @Test
    void takesACookieThatItNeverGaveOutForNone() {
        HttpApi api = new HttpApi(server.baseUri());
        String mine = participantCookie(api.patch("/api/me", "{\"name\":\"Ada\"}"));
        String secret = "speakdraw-participant=" + "A".repeat(43);
        String signature = mine.substring(mine.indexOf('.'));
        for (String forged : new String[] {secret, secret + "." + "A".repeat(22), secret + signature}) {
            assertThat(api.get("/api/me", "Cookie", forged).json().get("id").isNull())
                    .as(forged)
                    .isTrue();
            Answer named = api.patch("/api/me", "{\"name\":\"Eve\"}", "Cookie", forged);
            assertThat(participantCookie(named)).isNotEqualTo(forged);
        }
        assertThat(api.get("/api/me", "Cookie", mine).json().get("name").asText())
                .isEqualTo("Ada");
    }

    private static String joinCode(Answer founded) {
        return founded.json().get("classroom").get("joinCode").asText();
    }

    private static String code(Answer refusal) {
        return refusal.json().get("code").asText();
    }

    /** The cookie as a browser would send it back; it must be out of reach for scripts and other sites. */
    private static String participantCookie(Answer answer) {
        String cookie = answer.headers().allValues("Set-Cookie").stream()
                .filter(each -> each.startsWith("speakdraw-participant="))
                .findFirst()
                .orElseThrow();
        assertThat(cookie).containsIgnoringCase("HttpOnly").containsIgnoringCase("SameSite=Strict");
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private static Map<String, String> export(String cookie) {
        return new HttpApi(server.baseUri()).downloadTexts("/api/me/export", "Cookie", cookie);
    }
}
