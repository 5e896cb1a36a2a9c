package org.speakdraw.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.speakdraw.acceptance.client.Patience.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.HttpApi.Answer;
import org.speakdraw.acceptance.client.RoomClient;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.Processes;

/** A class whose people come in by either of two servers, as a load balancer would have them; the last test kills one. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LessonOnTwoNodesIT {

    private static TwoNodes nodes;

    private Person teacher;
    private String classroom;
    private String code;

    /** Somebody's browser, which comes by one node. */
    private record Person(HttpApi api, String cookie) {

        String[] header() {
            return new String[] {"Cookie", cookie};
        }
    }

    @BeforeAll
    static void start() throws Exception {
        nodes = TwoNodes.start();
    }

    @AfterAll
    static void stop() throws Exception {
        nodes.close();
    }

    private void open(int through) {
        HttpApi api = nodes.api(through);
        Answer opened = api.post("/api/classrooms", "{\"name\":\"4b\"}");
        teacher = new Person(api, cookie(opened));
        classroom = opened.json().get("classroom").get("id").asText();
        code = opened.json().get("classroom").get("joinCode").asText();
    }

    private Person join(String name, int through) {
        HttpApi api = nodes.api(through);
        Person person = new Person(api, cookie(api.post("/api/classrooms/join", "{\"code\":\"" + code + "\"}")));
        name(person, name);
        return person;
    }

    private static void name(Person person, String name) {
        assertThat(person.api
                        .patch("/api/me", "{\"name\":\"" + name + "\"}", person.header())
                        .status())
                .isEqualTo(200);
    }

    private static SessionClient session(Person person) {
        return connect(
                person, person.api.post("/api/sessions", "{\"settings\":" + TwoNodes.SMALL + "}", person.header()));
    }

    private static SessionClient connect(Person person, Answer opened) {
        return SessionClient.connect(
                person.api,
                opened.json().get("id").asText(),
                opened.json().get("token").asText(),
                "",
                SessionClient.Behaviour.WELL);
    }

    private RoomClient enter(Person person) {
        return RoomClient.enter(person.api, classroom, person.cookie);
    }

    private static void paint(SessionClient session, int number) throws InterruptedException {
        session.awaitPicture(session.send(TestPictures.moving(128, 128, number)));
    }

    private static JsonNode card(RoomClient wall, String name, Predicate<JsonNode> wanted) throws InterruptedException {
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

    private static String prompt(SessionClient session, int through) {
        return nodes.api(through)
                .get("/api/sessions/" + session.id(), session.authorization())
                .json()
                .get("settings")
                .get("prompt")
                .asText();
    }

    private static String cookie(Answer answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(each -> each.startsWith("speakdraw-participant="))
                .findFirst()
                .map(each -> each.substring(0, each.indexOf(';')))
                .orElseThrow();
    }

    @Test
    @Order(1)
    void isOneClassWhicheverNodeItsPeopleComeThrough() throws Exception {
        open(1);
        Person ada = join("Ada", 1);
        Person ben = join("Ben", 2);
        try (SessionClient adas = session(ada);
                SessionClient bens = session(ben);
                RoomClient adasPage = enter(new Person(nodes.api(2), ada.cookie));
                RoomClient bensPage = enter(new Person(nodes.api(1), ben.cookie));
                RoomClient wall = enter(new Person(nodes.api(2), teacher.cookie))) {
            assertThat(adas.id().substring(0, 4))
                    .as("the class's node")
                    .isEqualTo(bens.id().substring(0, 4));
            paint(adas, 1);
            paint(bens, 2);
            int seat = card(wall, "Ada", each -> each.get("prompt").asText().equals("a fox"))
                    .get("seat")
                    .asInt();
            card(wall, "Ben", each -> each.get("prompt").asText().equals("a fox"));
            wall.awaitPictures(1);

            wall.send("{\"type\":\"push\",\"values\":{\"prompt\":\"a whale\"}}");
            assertThat(wall.await("pushed").get("students").asInt()).isEqualTo(2);
            for (RoomClient page : List.of(adasPage, bensPage)) {
                assertThat(page.await("push").get("values").get("prompt").asText())
                        .isEqualTo("a whale");
            }
            assertThat(prompt(adas, 2)).isEqualTo("a whale");
            assertThat(prompt(bens, 1)).isEqualTo("a whale");

            wall.send("{\"type\":\"eyes-here\",\"on\":true}");
            adasPage.await("lesson", lesson -> lesson.get("eyesHere").asBoolean());
            bensPage.await("lesson", lesson -> lesson.get("eyesHere").asBoolean());
            wall.send("{\"type\":\"eyes-here\",\"on\":false}");
            adasPage.await("lesson", lesson -> !lesson.get("eyesHere").asBoolean());

            String view = nodes.api(2)
                    .post("/api/classrooms/" + classroom + "/share", "{}", teacher.header())
                    .json()
                    .get("view")
                    .asText();
            try (RoomClient screen = RoomClient.watch(nodes.api(1), classroom, view)) {
                wall.send("{\"type\":\"spotlight\",\"student\":" + seat + "}");
                screen.await(
                        "lesson",
                        lesson -> lesson.path("spotlight").path("seat").asInt() == seat);
                assertThat(screen.awaitPictures(2).getInt(4)).isEqualTo(seat);
            }

            paint(adas, 3);
            paint(bens, 4);
            String works = "/api/classrooms/" + classroom + "/works";
            assertThat(nodes.api(2).post(works, "{}", ada.header()).status()).isEqualTo(201);
            wall.await("works");
            assertThat(nodes.api(1).post(works, "{}", ben.header()).status()).isEqualTo(201);
            for (int node = 1; node <= 2; node++) {
                assertThat(nodes.api(node).get(works, teacher.header()).json().get("works"))
                        .hasSize(2);
            }
        }
    }

    @Test
    @Order(2)
    void whoJoinsWhilePaintingElsewhereIsBroughtToTheClass() throws Exception {
        open(2);
        Person ada = join("Ada", 2);
        try (SessionClient adas = session(ada)) {
            String home = adas.id().substring(0, 4);
            List<SessionClient> crowd = new ArrayList<>();
            try {
                Person ben;
                SessionClient bens;
                // Newcomers stay until one of them is elsewhere: each goes where it gets most.
                do {
                    assertThat(crowd)
                            .as("sessions that all came to the class's node")
                            .hasSizeLessThan(TwoNodes.CROWD);
                    Answer opened = nodes.api(1).post("/api/sessions", "{\"settings\":" + TwoNodes.SMALL + "}");
                    ben = new Person(nodes.api(1), cookie(opened));
                    bens = connect(ben, opened);
                    crowd.add(bens);
                } while (bens.id().startsWith(home));
                paint(bens, 1);
                comesToTheClass(ben, bens);
            } finally {
                crowd.forEach(TwoNodes::close);
            }
        }
    }

    private void comesToTheClass(Person ben, SessionClient bens) throws Exception {
        ben.api.post("/api/classrooms/join", "{\"code\":\"" + code + "\"}", ben.header());
        name(ben, "Ben");
        assertThat(bens.socket().awaitClose(PATIENCE)).isEqualTo(1012);
        try (SessionClient again = nodes.reconnect(bens, 1);
                RoomClient page = enter(ben);
                RoomClient wall = enter(teacher)) {
            page.await("you");
            paint(again, 2);
            card(wall, "Ben", each -> each.get("prompt").asText().equals("a fox"));
        }
    }

    @Test
    @Order(3)
    void theLessonGoesOnAsItStoodWhenItsNodeDies() throws Exception {
        open(1);
        Person ada = join("Ada", 1);
        try (SessionClient adas = session(ada);
                RoomClient wall = enter(teacher)) {
            paint(adas, 1);
            int home = Integer.parseInt(adas.id().substring(0, 4), 16);
            wall.send("{\"type\":\"task\",\"text\":\"Draw a whale\"}");
            wall.send(
                    "{\"type\":\"lock\",\"sources\":[\"drawing\"],\"settings\":{\"strength\":{\"min\":0.2,\"max\":0.5}}}");
            wall.send("{\"type\":\"eyes-here\",\"on\":true}");
            wall.await("lesson", lesson -> lesson.get("eyesHere").asBoolean());
            assertThat(Processes.eventually(
                            PATIENCE,
                            () -> nodes.keepsLesson(
                                    classroom,
                                    "standing #>> '{lesson,task}' = 'Draw a whale'"
                                            + " and standing #>> '{lesson,eyesHere}' = 'true'"
                                            + " and standing #>> '{locks,settings,strength,max}' = '0.5'")))
                    .as("the lesson is kept")
                    .isTrue();
            assertThat(Processes.eventually(PATIENCE, () -> nodes.keepsSession(adas.id())))
                    .as("the session is kept")
                    .isTrue();

            nodes.process(home).destroyForcibly();
            adas.socket().awaitClose(PATIENCE);
            HttpApi other = nodes.api(3 - home);
            try (SessionClient again = nodes.reconnect(adas, 3 - home);
                    RoomClient page = comeBack(new Person(other, ada.cookie));
                    RoomClient there = comeBack(new Person(other, teacher.cookie))) {
                again.await("welcome");
                for (RoomClient each : List.of(page, there)) {
                    JsonNode lesson = each.await("lesson");
                    assertThat(lesson.get("task").asText()).isEqualTo("Draw a whale");
                    assertThat(lesson.get("eyesHere").asBoolean()).isTrue();
                    JsonNode locks = each.await("locks");
                    assertThat(locks.at("/settings/strength/max").asDouble()).isEqualTo(0.5);
                    assertThat(locks.at("/sources/0").asText()).isEqualTo("drawing");
                }
                there.send("{\"type\":\"eyes-here\",\"on\":false}");
                page.await("lesson", lesson -> !lesson.get("eyesHere").asBoolean());
                again.change("{\"strength\":0.9}");
                again.awaitError("setting-locked");
                paint(again, 2);
            }
        }
    }

    /** Enters as soon as somebody leads to the class. */
    private RoomClient comeBack(Person person) throws InterruptedException {
        AtomicReference<RoomClient> room = new AtomicReference<>();
        assertThat(Processes.eventually(PATIENCE, () -> {
                    try {
                        room.set(enter(person));
                        return true;
                    } catch (IllegalStateException | UncheckedIOException | CompletionException e) {
                        return false;
                    }
                }))
                .as("somebody leads to the class")
                .isTrue();
        return room.get();
    }
}
