package org.speakdraw.acceptance.classroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.speakdraw.acceptance.classroom.School.card;
import static org.speakdraw.acceptance.classroom.School.code;
import static org.speakdraw.acceptance.classroom.School.paint;
import static org.speakdraw.acceptance.client.Patience.PATIENCE;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.speakdraw.acceptance.classroom.School.Person;
import org.speakdraw.acceptance.classroom.School.Room;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.HttpApi.Answer;
import org.speakdraw.acceptance.client.RoomClient;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.RunningServer;

/** Two teachers in one lesson, one who floods it, and one who leaves. */
class TeachersIT {

    @RegisterExtension
    static final RunningServer server = new RunningServer();

    private final HttpApi api = new HttpApi(server.baseUri());
    private final School school = new School(api);

    private static String push(String prompt) {
        return "{\"type\":\"push\",\"values\":{\"prompt\":\"" + prompt + "\"}}";
    }

    private static String eyesHere(boolean on) {
        return "{\"type\":\"eyes-here\",\"on\":" + on + "}";
    }

    private RoomClient enter(Room room, Person person) {
        return RoomClient.enter(api, room.id(), person.cookie());
    }

    /** A class is one account's; whoever signs in with it, at whichever desk, teaches. */
    @Test
    void twoSeeTheSameAndEitherSteers() throws Exception {
        Room room = school.open();
        Person ada = school.join(room, "Ada");
        try (SessionClient session = school.session(ada, "a fox");
                RoomClient page = enter(room, ada);
                RoomClient second = enter(room, room.teacher())) {
            try (RoomClient first = enter(room, room.teacher())) {
                for (RoomClient wall : List.of(first, second)) {
                    assertThat(wall.await("welcome").get("role").asText()).isEqualTo("teacher");
                    card(wall, "Ada", each -> each.get("prompt").asText().equals("a fox"));
                }

                first.send("{\"type\":\"task\",\"text\":\"Draw your pet\"}");
                second.await("lesson", now -> now.get("task").asText().equals("Draw your pet"));
                second.send("{\"type\":\"lock\",\"settings\":{\"strength\":{\"min\":0.2,\"max\":0.6}}}");
                first.await("locks", locks -> locks.get("settings").has("strength"));

                first.send(push("a whale"));
                assertThat(first.await("pushed").get("students").asInt()).isEqualTo(1);
                card(second, "Ada", each -> each.get("prompt").asText().equals("a whale"));
                second.send(push("a castle"));
                assertThat(second.await("pushed").get("students").asInt()).isEqualTo(1);
                card(first, "Ada", each -> each.get("prompt").asText().equals("a castle"));
                // What has come before this was said of earlier pushes, or at the entrance.
                page.await(
                        "push",
                        told -> told.get("values").get("prompt").asText().equals("a castle"));
                page.send("{\"type\":\"undo\"}");
                page.await("you", you -> !you.get("canUndo").asBoolean());
                assertThat(school.settings(session).get("prompt").asText())
                        .as("of what was pushed last")
                        .isEqualTo("a whale");

                first.send(eyesHere(true));
                second.await("lesson", now -> now.get("eyesHere").asBoolean());
            }
            page.await("lesson", now -> now.get("eyesHere").asBoolean());
            second.send(eyesHere(false));
            page.await("lesson", now -> !now.get("eyesHere").asBoolean());
            paint(session, 1);
        }
    }

    @Test
    void whenBothPushAtOnceTheStudentHasWhatWasToldLast() throws Exception {
        Room room = school.open();
        Person ada = school.join(room, "Ada");
        try (SessionClient session = school.session(ada, "a fox");
                RoomClient page = enter(room, ada);
                RoomClient first = enter(room, room.teacher());
                RoomClient second = enter(room, room.teacher())) {
            page.await("you");
            for (int number = 0; number < 20; number++) {
                first.send(push("whale " + number));
                second.send(push("castle " + number));
            }
            // What one page says is done in its order: with this answer, its pushes are done, too.
            for (RoomClient wall : List.of(first, second)) {
                wall.send("{\"type\":\"nonsense\"}");
                wall.await("error");
            }
            String inForce = school.settings(session).get("prompt").asText();
            assertThat(inForce).isIn("whale 19", "castle 19");
            page.send("{\"type\":\"nonsense\"}");
            List<String> told = page.awaitAllBefore("error").stream()
                    .filter(message -> message.get("type").asText().equals("push"))
                    .map(message -> message.get("values").get("prompt").asText())
                    .toList();
            assertThat(told).last().as("told last").isEqualTo(inForce);
        }
    }

    @Test
    void aFloodOfPushesIsRefusedAndHarmsNobodyElse() throws Exception {
        Room room = school.open();
        Room other = school.open();
        Person ada = school.join(room, "Ada");
        Person ben = school.join(other, "Ben");
        try (SessionClient session = school.session(ada, "a fox");
                SessionClient neighbour = school.session(ben, "a fox");
                RoomClient page = enter(room, ada);
                RoomClient nextDoor = enter(other, ben);
                RoomClient colleague = enter(room, room.teacher());
                RoomClient wall = enter(other, other.teacher());
                RoomClient flooding = enter(room, room.teacher())) {
            page.await("you");
            nextDoor.await("you");
            for (int number = 0; number < 2_000; number++) {
                flooding.send(push("flood " + number));
            }
            flooding.await("error", error -> error.get("code").asText().equals("too-many-requests"));

            colleague.send(push("a whale"));
            assertThat(colleague.await("pushed").get("students").asInt()).isEqualTo(1);
            wall.send(push("a castle"));
            nextDoor.await(
                    "push", told -> told.get("values").get("prompt").asText().equals("a castle"));
            paint(session, 1);
            paint(neighbour, 1);
            assertThat(school.settings(neighbour).get("prompt").asText()).isEqualTo("a castle");
            assertThat(flooding.socket().isClosed()).isFalse();
        }
    }

    @Test
    void aFloodOfPicturesIsRefusedAndTheLessonGoesOn() throws Exception {
        Room room = school.open();
        Person ada = school.join(room, "Ada");
        String path = "/api/classrooms/" + room.id() + "/pictures";
        byte[] jpeg = TestPictures.moving(96, 96, 1);
        try (RoomClient page = enter(room, ada);
                RoomClient wall = enter(room, room.teacher())) {
            page.await("you");
            Answer answer;
            int taken = -1;
            do {
                answer = api.post(path, jpeg, "image/jpeg", room.teacher().header());
                taken++;
            } while (answer.status() == 200 && taken < 200);
            assertThat(answer.status()).isEqualTo(429);
            assertThat(code(answer)).isEqualTo("too-many-requests");
            assertThat(taken).isGreaterThanOrEqualTo(12);
            wall.send("{\"type\":\"task\",\"text\":\"Draw your pet\"}");
            page.await("lesson", now -> now.get("task").asText().equals("Draw your pet"));
        }
    }

    @Test
    void oneWhoGoesAwayFindsTheLessonAsItWas() throws Exception {
        Room room = school.open();
        Person ada = school.join(room, "Ada");
        try (RoomClient page = enter(room, ada)) {
            try (RoomClient wall = enter(room, room.teacher())) {
                wall.send(eyesHere(true));
                page.await("lesson", now -> now.get("eyesHere").asBoolean());
            }
            try (RoomClient again = enter(room, room.teacher())) {
                assertThat(again.await("lesson").get("eyesHere").asBoolean()).isTrue();
                again.send(eyesHere(false));
                page.await("lesson", now -> !now.get("eyesHere").asBoolean());
            }
        }
    }

    @Test
    void oneWhoLeavesForGoodTakesTheClassAlongAndLetsTheStudentsGoOn() throws Exception {
        Room room = school.open();
        Person ada = school.join(room, "Ada");
        assertThat(code(api.post("/api/classrooms/leave", "{}", room.teacher().header())))
                .isEqualTo("classroom-taught");
        assertThat(code(api.post(
                        "/api/classrooms/join",
                        "{\"code\":\"" + school.open().code() + "\"}",
                        room.teacher().header())))
                .isEqualTo("classroom-taught");
        try (SessionClient session = school.session(ada, "a fox");
                RoomClient page = enter(room, ada);
                RoomClient wall = enter(room, room.teacher())) {
            wall.send(eyesHere(true));
            page.await("lesson", now -> now.get("eyesHere").asBoolean());
            assertThat(api.delete("/api/me", room.teacher().header()).status()).isEqualTo(204);
            assertThat(page.socket().awaitClose(PATIENCE)).isIn(1000, 4410);
            assertThat(wall.socket().awaitClose(PATIENCE)).isIn(1000, 4410);
            paint(session, 1);
            assertThat(api.get("/api/me", ada.header()).json().get("classroom").isNull())
                    .isTrue();
        }
    }
}
