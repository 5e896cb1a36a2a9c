package org.speakdraw.acceptance.classroom;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.HttpApi.Answer;
import org.speakdraw.acceptance.client.RoomClient;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;

/** Teachers and students of a server, as far as they have browsers. */
final class School {

    private final HttpApi api;

    School(HttpApi api) {
        this.api = api;
    }

    /** Somebody's browser. */
    record Person(String cookie, String id) {

        String[] header() {
            return new String[] {"Cookie", cookie};
        }
    }

    /** A classroom with its teacher. */
    record Room(Person teacher, String id, String code) {}

    /** A classroom of somebody new. */
    Room open() {
        Answer opened = api.post("/api/classrooms", "{\"name\":\"4b\"}");
        JsonNode classroom = opened.json().get("classroom");
        return new Room(
                person(opened),
                classroom.get("id").asText(),
                classroom.get("joinCode").asText());
    }

    /** Somebody new in a classroom. */
    Person join(Room room, String name) {
        Person person = person(api.post("/api/classrooms/join", "{\"code\":\"" + room.code + "\"}"));
        api.patch("/api/me", "{\"name\":\"" + name + "\"}", person.header());
        return person;
    }

    /** A session of theirs. */
    SessionClient session(Person person, String prompt) {
        Answer opened = api.post(
                "/api/sessions",
                "{\"settings\":{\"prompt\":\"" + prompt + "\",\"similarity_filter\":false}}",
                person.header());
        return SessionClient.connect(
                api,
                opened.json().get("id").asText(),
                opened.json().get("token").asText(),
                "",
                SessionClient.Behaviour.WELL);
    }

    /** Settings in force. */
    JsonNode settings(SessionClient session) {
        return api.get("/api/sessions/" + session.id(), session.authorization())
                .json()
                .get("settings");
    }

    /** Sends a picture and waits for what is painted of it. */
    static void paint(SessionClient session, int number) throws InterruptedException {
        session.awaitPicture(session.send(TestPictures.moving(96, 96, number)));
    }

    /** Waits until the wall shows a student as wanted. */
    static JsonNode card(RoomClient wall, String name, Predicate<JsonNode> wanted) throws InterruptedException {
        AtomicReference<JsonNode> found = new AtomicReference<>();
        wall.await("wall", all -> {
            all.get("students").forEach(each -> {
                if (each.get("name").asText().equals(name) && wanted.test(each)) {
                    found.set(each);
                }
            });
            return found.get() != null;
        });
        return found.get();
    }

    /** Stable code of a refusal. */
    static String code(Answer refusal) {
        return refusal.json().get("code").asText();
    }

    /** Whoever an answer has made known. */
    static Person person(Answer answer) {
        String cookie = answer.headers().allValues("Set-Cookie").stream()
                .filter(each -> each.startsWith("speakdraw-participant="))
                .findFirst()
                .map(each -> each.substring(0, each.indexOf(';')))
                .orElseThrow();
        return new Person(cookie, answer.json().get("id").asText());
    }
}
