package org.speakdraw.acceptance.cluster;

import static org.speakdraw.acceptance.client.Patience.PATIENCE;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.SessionClient.Behaviour;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.Processes;
import org.speakdraw.acceptance.fixture.ServerInstance;

/** Two servers on one PostgreSQL, which is the first one's; numbers are 1 and 2. */
final class TwoNodes implements AutoCloseable {

    /** Of a session: small, and known again by its seed. */
    static final String SMALL =
            "{\"width\":128,\"height\":128,\"steps\":1,\"t_index_list\":\"\",\"prompt\":\"a fox\",\"seed\":77}";

    /** What waits in line elsewhere is no part of this, nor is a limit on who tries again and again. */
    private static final Map<String, String> EVERYBODY =
            Map.of("SPEAKDRAW_ENGINE_MIN_FPS", "0", "SPEAKDRAW_ADMISSION_MAX_OPENED_PER_MINUTE_PER_ADDRESS", "10000");

    /** With so many on the other one, even a node that was measured at a bad moment is the roomier one. */
    static final int CROWD = 24;

    private final List<ServerInstance> nodes = new ArrayList<>();

    private TwoNodes() {}

    static TwoNodes start() throws Exception {
        Checkout.bundle();
        TwoNodes both = new TwoNodes();
        both.nodes.add(ServerInstance.start(EVERYBODY, "--cluster", "school", "--node", "1"));
        Map<String, String> environment = new HashMap<>(both.database());
        environment.putAll(EVERYBODY);
        both.nodes.add(ServerInstance.start(environment, "--cluster", "school", "--node", "2"));
        both.awaitBoth();
        return both;
    }

    /** Waits until each knows of the other and of its engine: of many new sessions some come to each. */
    void awaitBoth() throws InterruptedException {
        for (int node = 1; node <= 2; node++) {
            try (SessionClient client = openOn(node)) {
                close(client);
            }
        }
    }

    /**
     * A session on that node, whichever node was asked for it. Newcomers stay until one of them has come there: each
     * goes where it gets most, and the nodes may differ much in speed.
     */
    SessionClient openOn(int node) throws InterruptedException {
        AtomicReference<SessionClient> there = new AtomicReference<>();
        if (!Processes.eventually(PATIENCE, () -> cameTo(node, there))) {
            throw new AssertionError("no session comes to node " + node);
        }
        return there.get();
    }

    private boolean cameTo(int node, AtomicReference<SessionClient> there) {
        List<SessionClient> elsewhere = new ArrayList<>();
        try {
            while (there.get() == null && elsewhere.size() < CROWD) {
                SessionClient client = SessionClient.open(base(1), SMALL);
                if (client.id().startsWith("000" + node)) {
                    there.set(client);
                } else {
                    elsewhere.add(client);
                }
            }
        } catch (CompletionException | IllegalStateException e) {
            // Nobody is welcome, or cannot connect, before the engine is there.
            return false;
        } finally {
            elsewhere.forEach(TwoNodes::close);
        }
        return there.get() != null;
    }

    static void close(SessionClient client) {
        client.api().delete("/api/sessions/" + client.id(), client.authorization());
        client.close();
    }

    URI base(int number) {
        return nodes.get(number - 1).baseUri();
    }

    HttpApi api(int number) {
        return new HttpApi(base(number));
    }

    /** What another program needs to reach the database. */
    Map<String, String> database() {
        return nodes.get(0).sharedDatabase();
    }

    /** The node of a session with that prompt, once the directory knows of one. */
    Optional<Integer> nodeOf(String prompt) {
        return ask("select node from live_session where settings ->> 'prompt' = ?", prompt);
    }

    /** Whether the directory knows of a session; one that has just begun is told with its node's next beat. */
    boolean keepsSession(String id) {
        return ask("select 1 from live_session where id = ?::uuid", id).isPresent();
    }

    /** Whether the directory knows that a lesson stands as {@code condition} says, of {@code standing}. */
    boolean keepsLesson(String classroom, String condition) {
        return ask("select 1 from lesson where classroom_id = ?::uuid and " + condition, classroom)
                .isPresent();
    }

    private Optional<Integer> ask(String query, String value) {
        Map<String, String> database = database();
        try (Connection connection = DriverManager.getConnection(
                        database.get("SPEAKDRAW_DATABASE_URL"),
                        database.get("SPEAKDRAW_DATABASE_USER"),
                        database.get("SPEAKDRAW_DATABASE_PASSWORD"));
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, value);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getInt(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The application server of a node. */
    ProcessHandle process(int number) throws Exception {
        return ProcessHandle.of(nodes.get(number - 1).serverPid()).orElseThrow();
    }

    /** Connects a session again, as soon as it is somewhere. */
    SessionClient reconnect(SessionClient client, int through) throws InterruptedException {
        AtomicReference<SessionClient> again = new AtomicReference<>();
        boolean connected = Processes.eventually(PATIENCE, () -> {
            try {
                again.set(SessionClient.connect(api(through), client.id(), client.token(), "", Behaviour.WELL));
                return true;
            } catch (CompletionException e) {
                return false;
            }
        });
        if (!connected) {
            throw new AssertionError("nobody leads to the session");
        }
        return again.get();
    }

    @Override
    public void close() throws Exception {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            nodes.get(i).close();
        }
    }
}
