package org.speakdraw.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.speakdraw.acceptance.client.Patience.PATIENCE;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.Balancer;
import org.speakdraw.acceptance.fixture.Playwright;
import org.speakdraw.acceptance.fixture.Processes;

/** One node after the other is away, and those who paint go on. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodesInTurnIT {

    /** For a browser to start, and all that it does before. */
    private static final Duration BROWSER = Duration.ofMinutes(5);

    /** After which the page's node dies. */
    private static final String FATAL = "a boat in a storm";

    private static TwoNodes nodes;

    @BeforeAll
    static void start() throws Exception {
        nodes = TwoNodes.start();
    }

    @AfterAll
    static void stop() throws Exception {
        nodes.close();
    }

    /** As an administrator does it: stop one, start it again, go on to the next. */
    @Test
    @Order(1)
    void everybodyPaintsOnWhileOneNodeAfterTheOtherIsUpdated() throws Exception {
        List<SessionClient> students = new ArrayList<>();
        for (int node : new int[] {1, 2, 1, 2}) {
            students.add(nodes.openOn(node));
        }
        // Who came to the second goes to the first, and all of them from there to the second.
        update(2, students, List.of(1, 3));
        update(1, students, List.of(0, 1, 2, 3));
        students.forEach(SessionClient::close);
    }

    private static void update(int node, List<SessionClient> students, List<Integer> there) throws Exception {
        for (SessionClient student : students) {
            paint(student);
        }
        ProcessHandle process = nodes.process(node);
        process.destroy();
        for (int i : there) {
            students.set(i, follow(students.get(i), 3 - node));
        }
        for (SessionClient student : students) {
            paint(student);
        }
        // The launcher starts it again; an administrator would put a newer version in its place before.
        process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(Processes.eventually(PATIENCE, () -> isReady(node)))
                .as("node " + node + " is back")
                .isTrue();
        try (SessionClient newcomer = nodes.openOn(node)) {
            paint(newcomer);
        }
        for (SessionClient student : students) {
            paint(student);
        }
    }

    private static void paint(SessionClient student) throws InterruptedException {
        student.awaitPicture(student.send(TestPictures.moving(128, 128, 1)));
    }

    /** The session was handed over; the student comes after it. */
    private static SessionClient follow(SessionClient student, int node) throws InterruptedException {
        assertThat(student.socket().awaitClose(PATIENCE)).isEqualTo(1012);
        SessionClient there = nodes.reconnect(student, node);
        assertThat(there.await("welcome").get("settings").get("seed").asInt()).isEqualTo(77);
        return there;
    }

    private static boolean isReady(int node) {
        try {
            return nodes.api(node).get("/health/ready").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Whichever that is, and whichever node the page came by. */
    @Test
    @Order(2)
    void thePageGoesOnByItselfWhenItsNodeDies() throws Exception {
        CompletableFuture<Boolean> death = CompletableFuture.supplyAsync(NodesInTurnIT::kill);
        try (Balancer balancer = Balancer.before(nodes.base(2), nodes.base(1))) {
            Playwright.run(balancer.address(), Map.of("SPEAKDRAW_FATAL_PROMPT", FATAL), "e2e/two-nodes.spec.ts");
        }
        assertThat(death).as("what the test waited for has happened").isCompletedWithValue(true);
    }

    /** The page's node, as soon as the directory knows of the prompt that the page then has. */
    private static boolean kill() {
        try {
            AtomicReference<Optional<Integer>> node = new AtomicReference<>(Optional.empty());
            boolean found = Processes.eventually(BROWSER, () -> {
                node.set(nodes.nodeOf(FATAL));
                return node.get().isPresent();
            });
            return found && nodes.process(node.get().orElseThrow()).destroyForcibly();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
