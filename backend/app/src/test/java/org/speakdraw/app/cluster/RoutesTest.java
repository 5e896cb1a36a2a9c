package org.speakdraw.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.HealthCheck;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.platform.TestDatabase;

/** Two nodes on one real PostgreSQL. */
class RoutesTest {

    private final Database database = TestDatabase.create();
    private final ScheduledExecutorService scheduler = new ScheduledThreadPoolExecutor(1);
    private final NodeStore store = new NodeStore(database);
    private long nanos;
    private final TestNode one = new TestNode(1);
    private final TestNode two = new TestNode(2);

    /** A node without a server. */
    private final class TestNode {
        private final FakeResidents residents = new FakeResidents();
        private final DirectoryStore directory = new DirectoryStore(database);
        private final Membership membership;
        private final Routes routes;
        private final Pulse pulse;

        TestNode(int number) {
            this(number, number);
        }

        /** @param number that it wants, 0 for any */
        TestNode(int number, int port) {
            ClusterConfig config = new ClusterConfig("school", URI.create("http://127.0.0.1:808" + port), number);
            membership = new Membership(config, store, () -> nanos);
            Placement placement = new Placement(membership, directory);
            routes = new Routes(membership, placement, directory, residents);
            pulse = new Pulse(
                    membership,
                    store,
                    placement,
                    directory,
                    residents,
                    residents,
                    database,
                    config,
                    scheduler,
                    () -> nanos);
        }

        UUID opens() {
            UUID id = membership.newSessionId();
            residents.here.add(id);
            residents.changed.add(session(id, Optional.empty(), Optional.empty()));
            pulse.beat();
            return id;
        }

        Optional<Integer> leads(String method, String path) {
            return leads(method, path, false);
        }

        Optional<Integer> leads(String method, String path, boolean forwarded) {
            return routes.nodeFor(
                            new Routes.Asked(method, path, Optional.empty(), Optional.empty(), "192.0.2.7", forwarded))
                    .map(Node::number);
        }
    }

    @BeforeEach
    void bothAreThere() {
        one.pulse.beat();
        two.pulse.beat();
        one.pulse.beat();
    }

    @AfterEach
    void close() {
        scheduler.shutdownNow();
        database.close();
    }

    private static KeptSession session(UUID id, Optional<UUID> participant, Optional<UUID> classroom) {
        return new KeptSession(
                id,
                participant,
                classroom,
                "192.0.2.7",
                Optional.of(new byte[32]),
                Optional.empty(),
                JsonNodeFactory.instance.objectNode().put("prompt", "a fox").put("seed", 7));
    }

    private void sql(String statement) {
        try (Connection connection = database.connect();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void dies(TestNode node) {
        silent(node, 61);
    }

    private void silent(TestNode node, int seconds) {
        sql("update cluster_node set seen_at = now() - interval '" + seconds + " seconds' where number = "
                + node.membership.number());
    }

    /** Both go on beating for so long, though the database's clock hardly moves. */
    private void bothBeatFor(int seconds) {
        for (int i = 0; i < seconds; i++) {
            nanos += 1_000_000_000L;
            one.pulse.beat();
            two.pulse.beat();
        }
    }

    @Test
    void idsBeginWithTheNumberOfTheNode() {
        assertThat(one.membership.newSessionId().toString()).startsWith("0001");
        assertThat(Membership.madeByServer(two.membership.newSessionId())).isTrue();
        assertThat(Membership.madeByServer(UUID.randomUUID())).isFalse();
    }

    @Test
    void leadsToTheNodeThatASessionIsOn() {
        UUID id = one.opens();
        assertThat(two.leads("GET", "/ws/sessions/" + id)).contains(1);
        assertThat(one.leads("GET", "/ws/sessions/" + id)).isEmpty();
    }

    @Test
    void leadsByTheIdBeforeTheDirectoryKnows() {
        assertThat(two.leads("GET", "/api/sessions/" + one.membership.newSessionId() + "/stream"))
                .contains(1);
    }

    @Test
    void takesOverTheSessionsOfADeadNodeAndItsReturnChangesNothing() {
        UUID id = one.opens();
        dies(one);
        two.pulse.beat();
        assertThat(two.leads("GET", "/ws/sessions/" + id)).isEmpty();
        assertThat(two.residents.has(id)).isTrue();

        one.pulse.beat();
        assertThat(one.residents.has(id)).as("lives on in one place only").isFalse();
        assertThat(one.leads("GET", "/ws/sessions/" + id)).contains(2);
    }

    @Test
    void aRequestThatWasSentOnIsNotSentOnAgainButComesAgain() {
        UUID id = one.opens();
        assertThatThrownBy(() -> two.leads("GET", "/ws/sessions/" + id, true))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code()).isEqualTo(ApiError.SERVER_FULL));
    }

    @Test
    void aNewSessionGoesWhereItGetsMost() {
        one.residents.load = new NodeLoad(10 * Placement.USUAL_COST, new long[] {Placement.USUAL_COST}, 64);
        one.pulse.beat();
        assertThat(one.leads("POST", "/api/sessions")).contains(2);
        // It has one as well now, though it has not told of it: of equals either will do, and then the other.
        Optional<Integer> next = one.leads("POST", "/api/sessions");
        assertThat(one.leads("POST", "/api/sessions")).isNotEqualTo(next);
    }

    @Test
    void aFullNodeIsLeftOut() {
        two.residents.load = new NodeLoad(99 * Placement.USUAL_COST, new long[0], 0);
        two.pulse.beat();
        one.pulse.beat();
        assertThat(one.leads("POST", "/api/sessions")).isEmpty();
    }

    @Test
    void aClassIsOnOneNodeAndItsSessionsGoThere() {
        UUID classroom = UUID.randomUUID();
        UUID participant = UUID.randomUUID();
        sql("insert into classroom (id, name, join_code) values ('" + classroom + "', '4b', 'ABCDEFGH')");
        sql("insert into participant (id, classroom_id) values ('" + participant + "', '" + classroom + "')");
        one.residents.load = NodeLoad.NONE;
        one.pulse.beat();
        String room = "/api/classrooms/" + classroom + "/ticket";
        assertThat(one.leads("POST", room)).contains(2);
        assertThat(two.leads("POST", room)).isEmpty();

        UUID id = one.membership.newSessionId();
        one.residents.here.add(id);
        one.residents.changed.add(session(id, Optional.of(participant), Optional.empty()));
        one.pulse.beat();
        assertThat(one.residents.has(id)).isFalse();
        assertThat(two.leads("GET", "/ws/sessions/" + id)).isEmpty();
        assertThat(two.residents.has(id)).isTrue();
    }

    @Test
    void aClassMovesWhenItsNodeIsGone() {
        UUID classroom = UUID.randomUUID();
        sql("insert into classroom (id, name, join_code) values ('" + classroom + "', '4c', 'BCDEFGHJ')");
        one.residents.load = NodeLoad.NONE;
        one.pulse.beat();
        assertThat(one.leads("GET", "/api/classrooms/" + classroom)).contains(2);
        dies(two);
        one.pulse.beat();
        assertThat(one.leads("GET", "/api/classrooms/" + classroom)).isEmpty();
    }

    @Test
    void aNodeThatWasOnlyTakenForDeadLetsGoOfTheLessonsThatAreElsewhereNow() {
        UUID stays = UUID.randomUUID();
        UUID moves = UUID.randomUUID();
        sql("insert into classroom (id, name, join_code) values ('" + stays + "', '4d', 'CDEFGHJK'), ('" + moves
                + "', '4e', 'DEFGHJKM')");
        one.residents.load = NodeLoad.NONE;
        one.pulse.beat();
        for (UUID each : List.of(stays, moves)) {
            assertThat(one.leads("GET", "/api/classrooms/" + each)).contains(2);
            two.residents.lessons.add(each);
        }
        dies(two);
        one.pulse.beat();
        assertThat(one.leads("GET", "/api/classrooms/" + moves)).isEmpty();

        two.pulse.beat();

        assertThat(two.residents.lessons).containsExactly(stays);
    }

    @Test
    void aNodeThatStopsHandsItsSessionsOver() {
        UUID id = one.opens();
        UUID lesson = UUID.randomUUID();
        one.residents.lessons.add(lesson);
        one.pulse.leave();
        assertThat(one.residents.here).isEmpty();
        assertThat(one.residents.kept).containsExactly(lesson);
        two.pulse.beat();
        assertThat(two.leads("GET", "/ws/sessions/" + id)).isEmpty();
        assertThat(two.residents.has(id)).isTrue();
    }

    @Test
    void handsOverOnlyAsLongAsAStopMayTake() {
        List<UUID> sessions = Stream.generate(one::opens).limit(20).toList();
        one.residents.releasing = () -> nanos += 1_000_000_000L;
        one.pulse.leave();
        assertThat(one.residents.here).containsExactlyElementsOf(sessions.subList(8, 20));
        // The others are found like those of a node that has died.
        for (int second = 0; second < 6; second++) {
            nanos += 1_000_000_000L;
            two.pulse.beat();
        }
        dies(one);
        two.pulse.beat();
        assertThat(two.leads("GET", "/ws/sessions/" + sessions.get(19))).isEmpty();
        assertThat(two.residents.here).contains(sessions.get(19));
    }

    @Test
    void twoServersCannotHaveOneNumber() {
        Membership intruder =
                new Membership(new ClusterConfig("school", URI.create("http://127.0.0.1:9999"), 1), store);
        intruder.beat(false, NodeLoad.NONE);
        assertThat(intruder.joined()).isFalse();
        assertThat(intruder.health().state()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(intruder.health().required()).isTrue();
        dies(one);
        intruder.beat(false, NodeLoad.NONE);
        assertThat(intruder.number()).isEqualTo(1);
        assertThat(intruder.health().up()).isTrue();
        one.pulse.beat();
        assertThat(one.membership.joined()).isFalse();
    }

    @Test
    void twoServersThatGoByOneAddressDoNotTakeTheNumberFromEachOther() {
        Membership namesake =
                new Membership(new ClusterConfig("school", URI.create("http://127.0.0.1:8081"), 0), store);
        namesake.beat(false, NodeLoad.NONE);
        assertThat(namesake.joined()).isFalse();
        one.pulse.beat();
        assertThat(one.membership.joined()).isTrue();
    }

    @Test
    void endsInTheHistoryWhatWasLostWithItsNodeAndNothingElse() {
        UUID lost = one.opens();
        UUID living = two.opens();
        sql("insert into session (id, bundle, started_at) values ('" + lost + "', 'pocket', now()), ('" + living
                + "', 'pocket', now())");
        sql("update cluster_node set seen_at = now() - interval '1 hour' where number = 1");
        assertThat(two.directory.giveUpLost(2, two.residents.all())).isEqualTo(1);
        assertThat(two.directory.find(lost)).isEmpty();
        assertThat(two.directory.find(living)).isPresent();
    }

    @Test
    void afterAnOutageOfTheDatabaseTheLivingAreNotTakenForDead() {
        UUID id = two.opens();
        bothBeatFor(6);
        nanos += 600_000_000_000L;
        silent(one, 600);
        silent(two, 600);
        one.pulse.beat();
        assertThat(one.leads("GET", "/ws/sessions/" + id)).contains(2);
        // It does not come back, so it is dead.
        for (int i = 0; i < 6; i++) {
            nanos += 1_000_000_000L;
            one.pulse.beat();
        }
        assertThat(one.leads("GET", "/ws/sessions/" + id)).isEmpty();
        assertThat(one.residents.has(id)).isTrue();
    }

    @Test
    void whoeverStartsTakesNobodyForDeadAtOnce() {
        UUID id = two.opens();
        silent(two, 20);
        TestNode newcomer = new TestNode(3);
        newcomer.pulse.beat();
        assertThat(newcomer.leads("GET", "/ws/sessions/" + id)).contains(2);
    }

    @Test
    void aConnectionThatCannotBeMadeIsNoDeathOfANodeThatBeats() {
        Node known = two.membership.nodes().get(1);
        assertThat(two.routes.isDead(known)).isFalse();
        silent(one, 2);
        Node former = new Node(1, known.address(), UUID.randomUUID(), false, known.load());
        assertThat(two.routes.isDead(former)).as("of a former start").isFalse();
        assertThat(two.routes.isDead(known)).isTrue();
        assertThat(two.membership.nodes()).doesNotContainKey(1);
    }

    @Test
    void aSessionThatFindsNoPlaceIsNotLost() {
        UUID id = one.opens();
        dies(one);
        two.pulse.beat();
        two.residents.full = true;
        assertThatThrownBy(() -> two.leads("GET", "/ws/sessions/" + id))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code()).isEqualTo(ApiError.SERVER_FULL));
        two.residents.full = false;
        assertThat(two.leads("GET", "/ws/sessions/" + id)).isEmpty();
        assertThat(two.residents.has(id)).isTrue();
    }

    @Test
    void whileTheDatabaseIsAwayNobodySaysThatASessionIsUnknown() {
        UUID id = one.opens();
        UUID elsewhere = UUID.fromString("0007" + id.toString().substring(4));
        database.close();
        assertThat(two.leads("GET", "/ws/sessions/" + id)).contains(1);
        assertThatThrownBy(() -> two.leads("GET", "/ws/sessions/" + elsewhere))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code()).isEqualTo(ApiError.DATABASE_UNAVAILABLE));
    }

    @Test
    void whoeverMakesUpIdsIsSlowedDown() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 2 * Routes.LOOKUPS_A_MINUTE; i++) {
                        two.leads("GET", "/ws/sessions/" + UUID.randomUUID());
                    }
                })
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code()).isEqualTo(ApiError.TOO_MANY_REQUESTS));
    }

    @Test
    void whatHasEndedIsForgottenLaterIfNotNow() {
        UUID id = one.opens();
        one.residents.here.remove(id);
        one.residents.ended.add(id);
        sql("alter table live_session rename to live_session_away");
        assertThatThrownBy(one.pulse::beat).isInstanceOf(RuntimeException.class);
        assertThat(one.residents.ended)
                .as("as long as it is kept it could come back")
                .containsExactly(id);
        sql("alter table live_session_away rename to live_session");
        one.pulse.beat();
        assertThat(one.directory.find(id)).isEmpty();
        assertThat(one.residents.ended).isEmpty();
    }

    @Test
    void theLastNodeLeavesNothingBehind() {
        UUID id = one.opens();
        dies(two);
        one.pulse.leave();
        assertThat(one.residents.has(id)).as("there is nowhere to go").isTrue();
        one.residents.here.remove(id);
        one.residents.ended.add(id);
        one.pulse.forget("end");
        assertThat(one.directory.find(id)).isEmpty();
        two.pulse.beat();
        assertThat(two.membership.nodes()).doesNotContainKey(1);
    }

    @Test
    void aNodeThatStopsTakesNoClassAndGivesItsOwnAway() {
        UUID classroom = UUID.randomUUID();
        sql("insert into classroom (id, name, join_code) values ('" + classroom + "', '4d', 'CDEFGHJK')");
        one.residents.load = NodeLoad.NONE;
        one.pulse.beat();
        assertThat(one.leads("GET", "/api/classrooms/" + classroom)).contains(2);
        one.residents.load = two.residents.load;
        one.pulse.beat();
        two.pulse.leave();
        one.pulse.beat();
        assertThat(one.leads("GET", "/api/classrooms/" + classroom)).isEmpty();
    }

    @Test
    void comesBackUnderAnotherNumberWithWhatLivedOnIt() {
        UUID id = one.opens();
        dies(one);
        TestNode renamed = new TestNode(5, 1);
        renamed.pulse.beat();
        assertThat(renamed.membership.number()).isEqualTo(5);
        assertThat(renamed.leads("GET", "/ws/sessions/" + id)).isEmpty();
        assertThat(renamed.residents.has(id)).isTrue();
    }

    @Test
    void keepsItsSessionsWhenAnotherServerHasItsNumber() {
        TestNode any = new TestNode(0, 9);
        any.pulse.beat();
        UUID id = any.opens();
        sql("update cluster_node set address = 'http://127.0.0.1:1', incarnation = gen_random_uuid() where number = "
                + any.membership.number());
        any.pulse.beat();
        assertThat(any.membership.joined()).isFalse();
        any.pulse.beat();
        assertThat(any.residents.has(id)).isTrue();
        assertThat(any.directory.find(id)).map(DirectoryStore.Entry::node).contains(any.membership.number());
    }

    @Test
    void leadsToSessionsWithoutATokenButTakesNoneOver() {
        UUID id = UUID.randomUUID();
        KeptSession classic = new KeptSession(
                id,
                Optional.empty(),
                Optional.empty(),
                "192.0.2.7",
                Optional.empty(),
                Optional.empty(),
                JsonNodeFactory.instance.objectNode());
        one.residents.here.add(id);
        one.residents.changed.add(classic);
        one.pulse.beat();
        assertThat(two.leads("GET", "/api/stream/" + id)).contains(1);
        dies(one);
        two.pulse.beat();
        assertThat(two.leads("GET", "/api/stream/" + id)).isEmpty();
        assertThat(two.residents.has(id)).isFalse();

        two.residents.here.add(id);
        two.residents.changed.add(classic);
        two.pulse.beat();
        one.pulse.beat();
        assertThat(one.residents.has(id)).isFalse();
        assertThat(one.leads("GET", "/api/stream/" + id)).contains(2);
    }

    @Test
    void aSessionWithATokenIsNotTakenOverByAClassicOneOfItsId() {
        UUID id = one.opens();
        two.residents.here.add(id);
        two.residents.changed.add(new KeptSession(
                id,
                Optional.empty(),
                Optional.empty(),
                "192.0.2.7",
                Optional.empty(),
                Optional.empty(),
                JsonNodeFactory.instance.objectNode()));
        two.pulse.beat();
        assertThat(two.residents.has(id)).as("is let go of").isFalse();
        one.pulse.beat();
        assertThat(one.residents.has(id)).isTrue();
        assertThat(one.directory.find(id)).hasValueSatisfying(entry -> {
            assertThat(entry.node()).isEqualTo(1);
            assertThat(entry.session().tokenDigest()).isPresent();
        });
    }
}
