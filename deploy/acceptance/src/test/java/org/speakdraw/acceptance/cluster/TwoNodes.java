package org.speakdraw.acceptance.cluster;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Of a session: small, and known again by its seed. */
    static final String SMALL =
            "{\"width\":128,\"height\":128,\"steps\":1,\"t_index_list\":\"\",\"prompt\":\"a fox\",\"seed\":77}";

    /** What waits in line elsewhere is no part of this. */
    private static final String EVERYBODY = "SPEAKDRAW_ENGINE_MIN_FPS";

    private final List<ServerInstance> nodes = new ArrayList<>();

    private TwoNodes() {}

    static TwoNodes start() throws Exception {
        Checkout.bundle();
        TwoNodes both = new TwoNodes();
        both.nodes.add(ServerInstance.start(Map.of(EVERYBODY, "0"), "--cluster", "school", "--node", "1"));
        Map<String, String> environment = new HashMap<>(both.database());
        environment.put(EVERYBODY, "0");
        both.nodes.add(ServerInstance.start(environment, "--cluster", "school", "--node", "2"));
        both.awaitBoth();
        return both;
    }

    /** Waits until each knows of the other and of its engine: of many new sessions some come to each. */
    void awaitBoth() throws InterruptedException {
        if (!Processes.eventually(PATIENCE, this::placesOnBoth)) {
            throw new AssertionError("new sessions do not come to both nodes");
        }
    }

    private boolean placesOnBoth() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            HttpApi.Answer answer = api(1).post("/api/sessions", "{\"settings\":" + SMALL + "}");
            if (answer.status() != 201) {
                return false;
            }
            ids.add(answer.json().get("id").asText());
            api(1).delete(
                            "/api/sessions/" + ids.get(i),
                            "Authorization",
                            "Bearer " + answer.json().get("token").asText());
        }
        return ids.stream().anyMatch(id -> id.startsWith("0001"))
                && ids.stream().anyMatch(id -> id.startsWith("0002"));
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
