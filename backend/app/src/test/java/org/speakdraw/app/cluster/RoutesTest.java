package org.speakdraw.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.TestDatabase;

/** Two nodes on one real PostgreSQL. */
class RoutesTest {

    private final Database database = TestDatabase.create();
    private final ScheduledExecutorService scheduler = new ScheduledThreadPoolExecutor(1);
    private final NodeStore store = new NodeStore(database);
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
            ClusterConfig config = new ClusterConfig("school", URI.create("http://127.0.0.1:808" + number), number);
            membership = new Membership(config, store);
            routes = new Routes(membership, directory, residents);
            pulse = new Pulse(membership, directory, residents, database, config, scheduler);
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
            return routes.nodeFor(new Routes.Asked(method, path, Optional.empty(), Optional.empty(), forwarded))
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
                new byte[32],
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
        store.presumeDead(node.membership.number());
    }

    @Test
    void idsBeginWithTheNumberOfTheNode() {
        assertThat(one.membership.newSessionId().toString()).startsWith("0001");
        assertThat(two.membership.newSessionId().version()).isEqualTo(4);
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
    void aRequestThatWasSentOnIsNotSentOnAgain() {
        UUID id = one.opens();
        assertThat(two.leads("GET", "/ws/sessions/" + id, true)).isEmpty();
    }

    @Test
    void aNewSessionGoesWhereItGetsMost() {
        one.residents.load = new NodeLoad(10 * Routes.USUAL_COST, new long[] {Routes.USUAL_COST}, 64);
        one.pulse.beat();
        assertThat(one.leads("POST", "/api/sessions")).contains(2);
        // It has one as well now, though it has not told of it: of equals either will do, and then the other.
        Optional<Integer> next = one.leads("POST", "/api/sessions");
        assertThat(one.leads("POST", "/api/sessions")).isNotEqualTo(next);
    }

    @Test
    void aFullNodeIsLeftOut() {
        two.residents.load = new NodeLoad(99 * Routes.USUAL_COST, new long[0], 0);
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
    void aNodeThatStopsHandsItsSessionsOver() {
        UUID id = one.opens();
        one.pulse.leave();
        assertThat(one.residents.here).isEmpty();
        two.pulse.beat();
        assertThat(two.leads("GET", "/ws/sessions/" + id)).isEmpty();
        assertThat(two.residents.has(id)).isTrue();
    }

    @Test
    void twoServersCannotHaveOneNumber() {
        Membership intruder =
                new Membership(new ClusterConfig("school", URI.create("http://127.0.0.1:9999"), 1), store);
        intruder.beat(false, NodeLoad.NONE);
        assertThat(intruder.joined()).isFalse();
        dies(one);
        intruder.beat(false, NodeLoad.NONE);
        assertThat(intruder.number()).isEqualTo(1);
        one.pulse.beat();
        assertThat(one.membership.joined()).isFalse();
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
}
