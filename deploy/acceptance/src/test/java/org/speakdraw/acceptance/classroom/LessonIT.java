package org.speakdraw.acceptance.classroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.speakdraw.acceptance.classroom.School.card;
import static org.speakdraw.acceptance.classroom.School.code;
import static org.speakdraw.acceptance.classroom.School.paint;
import static org.speakdraw.acceptance.client.Patience.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
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

/** A lesson over real sockets: who may come in, what the teacher sees and does, and what is left of it. */
class LessonIT {

    @RegisterExtension
    static final RunningServer server = new RunningServer();

    private final HttpApi api = new HttpApi(server.baseUri());
    private final School school = new School(api);

    @Test
    void onlyThoseInTheClassroomGetInAndOnlyTheTeacherSteers() throws Exception {
        Room room = school.open();
        Room other = school.open();
        Person ada = school.join(room, "Ada");
        assertThat(code(api.post(
                        RoomClient.path(room.id()), "{}", other.teacher().header())))
                .isEqualTo("not-in-the-classroom");
        assertThat(code(api.post(RoomClient.path(UUID.randomUUID().toString()), "{}", ada.header())))
                .isEqualTo("not-in-the-classroom");
        assertThat(api.post(RoomClient.path(room.id()), "{}").status()).isEqualTo(403);
        assertThat(api.post(RoomClient.path(room.id()), "{\"view\":\"" + "A".repeat(43) + "\"}")
                        .status())
                .isEqualTo(403);
        assertThat(code(api.post(RoomClient.path("nonsense"), "{}", ada.header())))
                .isEqualTo("classroom-unknown");
        for (Answer refused : List.of(
                api.get("/api/classrooms/" + room.id(), ada.header()),
                api.patch("/api/classrooms/" + room.id(), "{\"open\":false}", ada.header()),
                api.post("/api/classrooms/" + room.id() + "/code", "{}", ada.header()),
                api.post(
                        "/api/classrooms/" + room.id() + "/share",
                        "{}",
                        other.teacher().header()),
                api.delete("/api/classrooms/" + room.id() + "/students/" + ada.id(), ada.header()))) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(code(refused)).isEqualTo("not-the-teacher");
        }
        try (RoomClient student = RoomClient.enter(api, room.id(), ada.cookie())) {
            student.await("you");
            student.send("{\"type\":\"eyes-here\",\"on\":true}");
            assertThat(student.await("error").get("code").asText()).isEqualTo("not-the-teacher");
            student.send("{\"type\":\"nonsense\"}");
            assertThat(student.await("error").get("code").asText()).isEqualTo("message-unknown");
        }
    }

    @Test
    void aTicketOpensOneSocket() throws Exception {
        Room room = school.open();
        String path = api.post(RoomClient.path(room.id()), "{}", room.teacher().header())
                .json()
                .get("socket")
                .asText();
        try (RoomClient first = RoomClient.open(api, path);
                RoomClient second = RoomClient.open(api, path)) {
            assertThat(first.await("welcome").get("role").asText()).isEqualTo("teacher");
            assertThat(second.socket().awaitClose(PATIENCE)).isEqualTo(4401);
        }
    }

    @Test
    void theTeacherSeesEverybodySteersThemAndLetsThemGo() throws Exception {
        Room room = school.open();
        Person ada = school.join(room, "Ada");
        try (SessionClient session = school.session(ada, "a fox");
                RoomClient page = RoomClient.enter(api, room.id(), ada.cookie());
                RoomClient wall =
                        RoomClient.enter(api, room.id(), room.teacher().cookie())) {
            paint(session, 1);
            JsonNode card =
                    card(wall, "Ada", each -> each.get("prompt").asText().equals("a fox"));
            int seat = card.get("seat").asInt();
            assertThat(wall.awaitPictures(1).getInt(4)).isEqualTo(seat);

            wall.send("{\"type\":\"look\",\"student\":" + seat + "}");
            page.await("you", you -> you.get("watched").asBoolean());
            assertThat(wall.awaitPictures(2).getInt(4)).isEqualTo(seat);
            assertThat(wall.await("looked-at").get("settings").get("prompt").asText())
                    .isEqualTo("a fox");

            page.send("{\"type\":\"hand\",\"raised\":true}");
            card(wall, "Ada", each -> each.has("hand"));

            wall.send("{\"type\":\"push\",\"to\":[" + seat + "],\"values\":{\"prompt\":\"a whale\"}}");
            assertThat(wall.await("pushed").get("students").asInt()).isEqualTo(1);
            assertThat(page.await("push").get("values").get("prompt").asText()).isEqualTo("a whale");
            assertThat(school.settings(session).get("prompt").asText()).isEqualTo("a whale");
            page.send("{\"type\":\"undo\"}");
            page.await("you", you -> !you.get("canUndo").asBoolean());
            assertThat(school.settings(session).get("prompt").asText()).isEqualTo("a fox");
            wall.send("{\"type\":\"push\",\"values\":{\"strength\":7}}");
            assertThat(wall.await("error").get("code").asText()).isEqualTo("settings-invalid");

            wall.send("{\"type\":\"eyes-here\",\"on\":true}");
            page.await("lesson", lesson -> lesson.get("eyesHere").asBoolean());
            session.change("{\"freeze\":false}");
            long before = session.send(TestPictures.moving(96, 96, 2));
            JsonNode second;
            do {
                second = session.await("stats");
            } while (second.get("skipped").asInt() == 0);
            assertThat(session.pictures().stream().anyMatch(picture -> picture.sequence() >= before))
                    .as("painted while everybody looks up")
                    .isFalse();
            wall.send("{\"type\":\"eyes-here\",\"on\":false}");
            page.await("lesson", lesson -> !lesson.get("eyesHere").asBoolean());
            paint(session, 3);
        }
    }

    @Test
    void theProjectorShowsOneStudentWithoutTheName() throws Exception {
        Room room = school.open();
        Person ada = school.join(room, "Ada");
        String view = share(room);
        try (SessionClient session = school.session(ada, "a fox");
                RoomClient screen = RoomClient.watch(api, room.id(), view);
                RoomClient wall =
                        RoomClient.enter(api, room.id(), room.teacher().cookie())) {
            paint(session, 1);
            JsonNode shown = screen.await("screen");
            assertThat(shown.get("joinCode").asText()).isEqualTo(room.code());
            assertThat(shown.get("students").get(0).has("name")).isFalse();
            assertThat(screen.awaitPictures(1).getInt(4))
                    .isEqualTo(shown.get("students").get(0).get("seat").asInt());
            int seat = card(wall, "Ada", each -> true).get("seat").asInt();
            wall.send("{\"type\":\"spotlight\",\"student\":" + seat + "}");
            screen.await(
                    "lesson", lesson -> lesson.path("spotlight").path("seat").asInt() == seat);
            assertThat(screen.awaitPictures(2).getInt(4)).isEqualTo(seat);
            wall.send("{\"type\":\"screen\",\"names\":true,\"captions\":false,\"filled\":false,\"input\":true}");
            screen.await(
                    "screen",
                    now -> now.get("students").get(0).path("name").asText().equals("Ada"));
            // The first look sees nothing; what comes in from then on is shown.
            screen.await("lesson", lesson -> lesson.get("screen").get("input").asBoolean());
            for (int number = 2; number < 40; number++) {
                paint(session, number);
            }
            assertThat(screen.awaitPictures(6).getInt(4)).isEqualTo(seat);
            screen.send("{\"type\":\"eyes-here\",\"on\":true}");
            assertThat(screen.await("error").get("code").asText()).isEqualTo("not-the-teacher");

            api.delete("/api/classrooms/" + room.id() + "/share", room.teacher().header());
            assertThat(screen.socket().awaitClose(PATIENCE)).isEqualTo(4410);
            assertThat(code(api.post(RoomClient.path(room.id()), "{\"view\":\"" + view + "\"}")))
                    .isEqualTo("not-in-the-classroom");
        }
    }

    @Test
    void anotherAddressForTheProjectorLocksTheFormerOut() throws Exception {
        Room room = school.open();
        String former = share(room);
        String waiting = api.post(RoomClient.path(room.id()), "{\"view\":\"" + former + "\"}")
                .json()
                .get("socket")
                .asText();
        try (RoomClient screen = RoomClient.watch(api, room.id(), former)) {
            screen.await("screen");
            String newer = share(room);
            assertThat(screen.socket().awaitClose(PATIENCE)).isEqualTo(4410);
            try (RoomClient late = RoomClient.open(api, waiting);
                    RoomClient again = RoomClient.watch(api, room.id(), newer)) {
                assertThat(late.socket().awaitClose(PATIENCE)).isEqualTo(4401);
                again.await("screen");
            }
        }
    }

    @Test
    void whatTheTeacherLocksHoldsWhateverTheClientDoes() throws Exception {
        Room room = school.open();
        Person ada = school.join(room, "Ada");
        try (SessionClient session = school.session(ada, "a fox");
                RoomClient page = RoomClient.enter(api, room.id(), ada.cookie());
                RoomClient wall =
                        RoomClient.enter(api, room.id(), room.teacher().cookie())) {
            set(session, "{\"strength\":0.9}");
            page.send("{\"type\":\"lock\"}");
            assertThat(page.await("error").get("code").asText()).isEqualTo("not-the-teacher");
            wall.send("{\"type\":\"lock\",\"settings\":{\"strength\":{\"min\":0,\"max\":7}}}");
            assertThat(wall.await("error").get("code").asText()).isEqualTo("settings-invalid");

            wall.send("{\"type\":\"lock\",\"sources\":[\"drawing\"],\"settings\":"
                    + "{\"strength\":{\"min\":0.2,\"max\":0.6},\"prompt\":{\"only\":[\"a fox\",\"a whale\"]}}}");
            page.await("locks", locks -> locks.get("settings").has("strength"));
            assertThat(school.settings(session).get("strength").asDouble()).isEqualTo(0.6);
            session.change("{\"strength\":0.7}");
            session.awaitError("setting-locked");
            for (String change : List.of(
                    "{\"strength\":0.1}",
                    "{\"input\":\"none\"}",
                    "{\"prompt\":\"a castle\"}",
                    "{\"strength\":1,\"seed\":4}")) {
                Answer refused = set(session, change);
                assertThat(refused.status()).isEqualTo(403);
                assertThat(code(refused)).isEqualTo("setting-locked");
            }
            assertThat(set(session, "{\"strength\":0.3,\"prompt\":\"a whale\"}").status())
                    .isEqualTo(200);
            try (SessionClient another = school.session(ada, "a castle")) {
                assertThat(school.settings(another).get("prompt").asText()).isEqualTo("a fox");
                wall.send("{\"type\":\"lock\"}");
                page.await("locks", locks -> locks.get("settings").isEmpty());
                assertThat(school.settings(another).get("prompt").asText()).isEqualTo("a castle");
            }
            assertThat(school.settings(session).get("strength").asDouble())
                    .as("the student has changed it since")
                    .isEqualTo(0.3);
        }
    }

    private Answer set(SessionClient session, String changes) {
        return api.patch("/api/sessions/" + session.id() + "/settings", changes, session.authorization());
    }

    @Test
    void theGalleryOffersStudentsWhatTheLessonHas() throws Exception {
        Room room = school.open();
        Person ada = school.join(room, "Ada");
        JsonNode all = api.get("/api/presets", ada.header()).json().get("presets");
        assertThat(all).hasSizeGreaterThan(2);
        String chosen = all.get(1).get("id").asText();
        try (RoomClient page = RoomClient.enter(api, room.id(), ada.cookie());
                RoomClient wall =
                        RoomClient.enter(api, room.id(), room.teacher().cookie())) {
            wall.send("{\"type\":\"lock\",\"presets\":[\"" + chosen + "\"]}");
            page.await("locks", locks -> locks.has("presets"));
            JsonNode offered = api.get("/api/presets", ada.header()).json().get("presets");
            assertThat(offered).hasSize(1);
            assertThat(offered.get(0).get("id").asText()).isEqualTo(chosen);
            assertThat(api.get("/api/presets", room.teacher().header()).json().get("presets"))
                    .as("the teacher chooses from all")
                    .hasSize(all.size());
            wall.send("{\"type\":\"lock\"}");
            page.await("locks", locks -> !locks.has("presets"));
            assertThat(api.get("/api/presets", ada.header()).json().get("presets"))
                    .hasSize(all.size());
        }
    }

    @Test
    void picturesAreHandedInExportedAndGoneWithTheClassroom() throws Exception {
        Room room = school.open();
        Person ada = school.join(room, "Ada");
        Person ben = school.join(room, "Ben");
        String path = "/api/classrooms/" + room.id() + "/works";
        try (SessionClient session = school.session(ada, "a fox");
                RoomClient wall =
                        RoomClient.enter(api, room.id(), room.teacher().cookie())) {
            assertThat(code(api.post(path, "{}", ben.header()))).isEqualTo("picture-missing");
            paint(session, 1);
            Answer kept = api.post(path, "{}", ada.header());
            assertThat(kept.status()).isEqualTo(201);
            wall.await("works");
            String picture = kept.json().get("picture").asText();
            assertThat(api.download(picture, room.teacher().header())).startsWith(0xff, 0xd8);
            assertThat(code(api.get(picture, ben.header()))).isEqualTo("work-unknown");
            assertThat(api.get(path, ben.header()).json().get("works")).isEmpty();
            assertThat(api.get(path, room.teacher().header())
                            .json()
                            .get("works")
                            .get(0)
                            .get("name")
                            .asText())
                    .isEqualTo("Ada");
            for (Person wrong : List.of(ada, ben, school.open().teacher())) {
                assertThat(code(api.get(path + "/file", wrong.header()))).isEqualTo("not-the-teacher");
                assertThat(code(api.delete(path, wrong.header()))).isEqualTo("not-the-teacher");
            }
            assertThat(code(api.post(path, "{}", room.teacher().header()))).isEqualTo("not-in-the-classroom");
            assertThat(api.download(path + "/file?format=zip", room.teacher().header()))
                    .startsWith('P', 'K');
            assertThat(api.download(
                            path + "/file?format=pdf&names=true", room.teacher().header()))
                    .startsWith('%', 'P', 'D', 'F');
            assertThat(code(api.get(path + "/file?format=exe", room.teacher().header())))
                    .isEqualTo("request-invalid");
            removeAsAdministrator(kept.json().get("id").asText());
            assertThat(code(api.get(picture, ada.header()))).isEqualTo("work-unknown");

            String another =
                    api.post(path, "{}", ada.header()).json().get("picture").asText();
            api.delete("/api/classrooms/" + room.id(), room.teacher().header());
            assertThat(api.get(another, ada.header()).status()).isEqualTo(404);
        }
    }

    /** The test is a program on the server's machine, unless it says that a proxy sends it. */
    private void removeAsAdministrator(String work) {
        String path = "/api/moderation/works";
        String[] fromElsewhere = {"X-Forwarded-For", "192.0.2.7"};
        assertThat(code(api.get(path, fromElsewhere))).isEqualTo("administrator-needed");
        assertThat(code(api.get(path + "/" + work, fromElsewhere))).isEqualTo("administrator-needed");
        assertThat(code(api.delete(path + "/" + work, fromElsewhere))).isEqualTo("administrator-needed");
        assertThat(code(api.get(path + "?after=yesterday"))).isEqualTo("request-invalid");
        assertThat(code(api.get(path + "?limit=1000"))).isEqualTo("request-invalid");
        assertThat(api.get(path).body()).contains(work, "a fox").doesNotContain("Ada");
        assertThat(api.download(path + "/" + work)).startsWith(0xff, 0xd8);
        assertThat(api.delete(path + "/" + work).status()).isEqualTo(204);
        assertThat(code(api.delete(path + "/" + work))).isEqualTo("work-unknown");
    }

    @Test
    void aPictureGoesToThePagesOfThoseItIsForAndNobodyElseSendsOne() throws Exception {
        Room room = school.open();
        Person ada = school.join(room, "Ada");
        Person ben = school.join(room, "Ben");
        String path = "/api/classrooms/" + room.id() + "/pictures";
        byte[] jpeg = TestPictures.moving(96, 96, 1);
        try (RoomClient adas = RoomClient.enter(api, room.id(), ada.cookie());
                RoomClient bens = RoomClient.enter(api, room.id(), ben.cookie());
                RoomClient wall =
                        RoomClient.enter(api, room.id(), room.teacher().cookie())) {
            adas.await("you");
            bens.await("you");
            int seat = card(wall, "Ada", each -> true).get("seat").asInt();
            Answer sent = api.post(
                    path + "?as=underlay&to=" + seat,
                    jpeg,
                    "image/jpeg",
                    room.teacher().header());
            assertThat(sent.json().get("students").asInt()).isEqualTo(1);
            assertThat(adas.awaitPictures(4).getInt(4)).isEqualTo(seat);
            for (Person wrong : List.of(ada, school.open().teacher())) {
                Answer refused = api.post(path, jpeg, "image/jpeg", wrong.header());
                assertThat(refused.status()).isEqualTo(403);
                assertThat(code(refused)).isEqualTo("not-the-teacher");
            }
            assertThat(code(api.post(
                            path, new byte[9], "image/jpeg", room.teacher().header())))
                    .isEqualTo("frame-undecodable");
            assertThat(api.post(
                                    path,
                                    new byte[(1 << 20) + 1],
                                    "image/jpeg",
                                    room.teacher().header())
                            .status())
                    .isEqualTo(413);
            api.post(path + "?as=image", jpeg, "image/jpeg", room.teacher().header());
            assertThat(bens.awaitPictures(5).getShort(2)).isEqualTo((short) 1);
        }
    }

    @Test
    void aPictureInTheSpotlightIsReportedByStudentsAndDecidedByTheTeacher() throws Exception {
        Room room = school.open();
        Person ada = school.join(room, "Ada");
        Person ben = school.join(room, "Ben");
        String path = "/api/classrooms/" + room.id() + "/reports";
        try (SessionClient session = school.session(ada, "a fox");
                RoomClient bens = RoomClient.enter(api, room.id(), ben.cookie());
                RoomClient wall =
                        RoomClient.enter(api, room.id(), room.teacher().cookie())) {
            paint(session, 1);
            int seat = card(wall, "Ada", each -> true).get("seat").asInt();
            String report = "{\"seat\":" + seat + ",\"reason\":\"mean\"}";
            assertThat(code(api.post(path, report, ben.header()))).isEqualTo("picture-missing");
            wall.send("{\"type\":\"spotlight\",\"student\":" + seat + "}");
            assertThat(bens.awaitPictures(3).getInt(4)).isEqualTo(seat);

            assertThat(code(api.post(path, "{\"seat\":" + seat + "}", ben.header())))
                    .isEqualTo("request-invalid");
            assertThat(code(api.post(path, report, school.open().teacher().header())))
                    .isEqualTo("not-in-the-classroom");
            assertThat(api.post(path, report, ben.header()).status()).isEqualTo(204);
            assertThat(api.post(path, report, ben.header()).status()).isEqualTo(204);

            wall.await("reports", now -> now.get("open").asInt() == 1);
            Answer list = api.get(path, room.teacher().header());
            assertThat(list.body()).contains("Ada", "\"mean\":1").doesNotContain("Ben");
            String picture = list.json().get("pictures").get(0).get("picture").asText();
            assertThat(api.download(picture, room.teacher().header())).startsWith(0xff, 0xd8);
            for (Person wrong : List.of(ada, ben, school.open().teacher())) {
                assertThat(code(api.get(path, wrong.header()))).isEqualTo("not-the-teacher");
                assertThat(code(api.get(picture, wrong.header()))).isEqualTo("not-the-teacher");
                assertThat(code(decide(picture, "keep", wrong))).isEqualTo("not-the-teacher");
            }
            assertThat(code(api.get("/api/moderation/pictures", "X-Forwarded-For", "192.0.2.7")))
                    .isEqualTo("administrator-needed");
            assertThat(api.get("/api/moderation/pictures").json().get("pictures"))
                    .as("the teacher has a day")
                    .isEmpty();
            assertThat(code(decide(picture, "remove", room.teacher()))).isEqualTo("request-invalid");
            bens.forget();
            assertThat(decide(picture, "hide", room.teacher()).status()).isEqualTo(204);
            bens.await("lesson", lesson -> !lesson.has("spotlight"));
            wall.await("reports", now -> now.get("open").asInt() == 0);
            assertThat(code(api.get(picture, room.teacher().header()))).isEqualTo("report-unknown");
        }
    }

    private Answer decide(String address, String decision, Person person) {
        byte[] body = ("{\"decision\":\"" + decision + "\"}").getBytes(StandardCharsets.UTF_8);
        return api.put(address, body, "application/json", person.header());
    }

    private String share(Room room) {
        return api.post(
                        "/api/classrooms/" + room.id() + "/share",
                        "{}",
                        room.teacher().header())
                .json()
                .get("view")
                .asText();
    }

    @Test
    void theDoorTheCodeAndOneStudentLessTakeEffectAtOnce() throws Exception {
        Room room = school.open();
        Person ada = school.join(room, "Ada");
        Person ben = school.join(room, "Ben");
        String path = "/api/classrooms/" + room.id();
        String renewed = api.post(path + "/code", "{}", room.teacher().header())
                .json()
                .get("joinCode")
                .asText();
        assertThat(code(api.post("/api/classrooms/join", "{\"code\":\"" + room.code() + "\"}")))
                .isEqualTo("classroom-unknown");
        api.patch(path, "{\"open\":false}", room.teacher().header());
        Answer late = api.post("/api/classrooms/join", "{\"code\":\"" + renewed + "\"}");
        assertThat(late.status()).isEqualTo(403);
        assertThat(code(late)).isEqualTo("classroom-closed");
        try (RoomClient adas = RoomClient.enter(api, room.id(), ada.cookie());
                RoomClient bens = RoomClient.enter(api, room.id(), ben.cookie());
                RoomClient again = RoomClient.enter(api, room.id(), ada.cookie())) {
            again.await("you");
            bens.await("you");
            assertThat(api.delete(path + "/students/" + ada.id(), room.teacher().header())
                            .status())
                    .isEqualTo(204);
            assertThat(adas.socket().awaitClose(PATIENCE)).isEqualTo(4410);
            assertThat(again.socket().awaitClose(PATIENCE)).isEqualTo(4410);
            assertThat(bens.socket().isClosed()).isFalse();
            assertThat(code(api.delete(
                            path + "/students/" + ada.id(), room.teacher().header())))
                    .isEqualTo("student-unknown");
            Answer refused = api.post("/api/classrooms/join", "{\"code\":\"" + renewed + "\"}", ada.header());
            assertThat(code(refused)).isEqualTo("classroom-refused");
            assertThat(code(api.post(path + "/students/" + ada.id(), "{}", ben.header())))
                    .isEqualTo("not-the-teacher");
            api.patch(path, "{\"open\":true}", room.teacher().header());
            assertThat(api.post(
                                    path + "/students/" + ada.id(),
                                    "{}",
                                    room.teacher().header())
                            .status())
                    .isEqualTo(204);
            assertThat(api.post("/api/classrooms/join", "{\"code\":\"" + renewed + "\"}", ada.header())
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void namesAndTheLobbyAreTheTeachers() throws Exception {
        Room room = school.open();
        String path = "/api/classrooms/" + room.id();
        String coming = "{\"code\":\"" + room.code() + "\"}";
        String asAda = "{\"code\":\"" + room.code() + "\",\"name\":\"Ada\"}";
        api.patch(
                path,
                "{\"naming\":\"list\",\"names\":[\"Ada\",\"Ben\"],\"lobby\":true}",
                room.teacher().header());
        JsonNode door = api.post("/api/classrooms/door", coming).json();
        assertThat(door.get("naming").asText()).isEqualTo("list");
        assertThat(door.get("names")).hasSize(2);
        assertThat(code(api.post("/api/classrooms/door", "{\"code\":\"BBBBBBBB\"}")))
                .isEqualTo("classroom-unknown");
        assertThat(code(api.post("/api/classrooms/join", coming))).isEqualTo("name-unknown");
        try (RoomClient wall = RoomClient.enter(api, room.id(), room.teacher().cookie())) {
            Answer knocked = api.post("/api/classrooms/join", asAda);
            assertThat(knocked.status()).isEqualTo(202);
            assertThat(knocked.json().get("classroom").isNull()).isTrue();
            Person ada = School.person(knocked);
            JsonNode waiting = wall.await("guests", all -> !all.get("guests").isEmpty());
            assertThat(waiting.get("guests").get(0).get("name").asText()).isEqualTo("Ada");
            assertThat(code(api.post("/api/classrooms/join", asAda))).isEqualTo("name-taken");
            assertThat(api.post(RoomClient.path(room.id()), "{}", ada.header()).status())
                    .isEqualTo(403);
            api.post(path + "/students/" + ada.id(), "{}", room.teacher().header());
            card(wall, "Ada", each -> true);
            assertThat(api.post("/api/classrooms/join", coming, ada.header()).status())
                    .isEqualTo(200);
            assertThat(code(api.patch("/api/me", "{\"name\":\"Somebody else\"}", ada.header())))
                    .isEqualTo("name-given");
            assertThat(code(api.patch(
                            path, "{\"naming\":\"nonsense\"}", room.teacher().header())))
                    .isEqualTo("request-invalid");
            assertThat(code(api.patch(path, "{}", room.teacher().header()))).isEqualTo("request-invalid");
        }
    }

    @Test
    void floodsAndNonsenseHarmNobodyElse() throws Exception {
        Room room = school.open();
        Person ada = school.join(room, "Ada");
        Person ben = school.join(room, "Ben");
        try (RoomClient flooding = RoomClient.enter(api, room.id(), ada.cookie());
                RoomClient page = RoomClient.enter(api, room.id(), ben.cookie());
                RoomClient wall =
                        RoomClient.enter(api, room.id(), room.teacher().cookie())) {
            for (int i = 0; i < 2_000; i++) {
                flooding.send("{\"type\":\"hand\",\"raised\":" + (i % 2 == 0) + "}");
            }
            flooding.await("error", error -> error.get("code").asText().equals("too-many-requests"));
            wall.send("{\"type\":\"task\",\"text\":\"Draw your pet\"}");
            page.await("lesson", lesson -> lesson.get("task").asText().equals("Draw your pet"));
            flooding.send("{\"type\":\"task\",\"text\":\"" + "x".repeat(70_000) + "\"}");
            assertThat(flooding.socket().awaitClose(PATIENCE)).isEqualTo(1009);
        }
    }

    @Test
    void aClassComesInFromOneAddressWithinTheSameMinuteAndLeavesNothing() throws Exception {
        Room room = school.open();
        List<Person> students = IntStream.range(0, 30)
                .mapToObj(number -> school.join(room, "Student " + number))
                .toList();
        try (RoomClient wall = RoomClient.enter(api, room.id(), room.teacher().cookie())) {
            wall.await("wall", all -> all.get("students").size() == 30);
            assertThat(api.delete("/api/classrooms/" + room.id(), room.teacher().header())
                            .status())
                    .isEqualTo(204);
            assertThat(wall.socket().awaitClose(PATIENCE)).isEqualTo(1000);
        }
        for (Person student : students) {
            JsonNode me = api.get("/api/me", student.header()).json();
            assertThat(me.get("name").asText()).isEmpty();
            assertThat(me.get("classroom").isNull()).isTrue();
        }
        assertThatThrownBy(
                        () -> RoomClient.enter(api, room.id(), students.get(0).cookie()))
                .hasMessageContaining("not-in-the-classroom");
    }
}
