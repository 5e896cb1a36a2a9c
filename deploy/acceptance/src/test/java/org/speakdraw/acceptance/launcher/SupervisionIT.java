package org.speakdraw.acceptance.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.speakdraw.acceptance.client.Patience.PATIENCE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.fixture.LauncherProcess;
import org.speakdraw.acceptance.fixture.Processes;
import org.speakdraw.acceptance.fixture.ServerInstance;
import org.speakdraw.launcher.instance.PartState;
import org.speakdraw.launcher.instance.PartState.Condition;
import org.speakdraw.launcher.instance.RunningInstance;

/** What is killed comes back by itself, with the launcher as the only survivor; what cannot come back is given up. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SupervisionIT {

    @TempDir
    static Path folder;

    private static ServerInstance server;
    private static Path javaOptions;

    @BeforeAll
    static void start() throws Exception {
        javaOptions = Files.writeString(folder.resolve("java-options"), ServerInstance.QUICK_START);
        server = ServerInstance.startOn(
                folder.resolve("data"),
                Map.of("SPEAKDRAW_JAVA_OPTS", "@" + javaOptions, "SPEAKDRAW_LONGEST_SILENCE_SECONDS", "20"));
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    @Order(1)
    void bringsAKilledDatabaseBackOnItsPort() throws Exception {
        long before = server.database().pid();
        String port = databasePort();
        List<Long> backends = ProcessHandle.of(before)
                .orElseThrow()
                .children()
                .map(ProcessHandle::pid)
                .toList();

        ProcessHandle.of(before).ifPresent(ProcessHandle::destroyForcibly);
        awaitRestart(() -> server.database().state(), 1);

        assertThat(server.database().pid()).isNotEqualTo(before);
        assertThat(databasePort()).isEqualTo(port);
        assertThat(backends).isNotEmpty().noneMatch(Processes::isRunning);
        assertThat(Processes.eventually(PATIENCE, () -> health().contains("History is being saved")))
                .isTrue();
        assertThat(status()).contains("database embedded", "started again once (last reason: it was killed");
    }

    @Test
    @Order(2)
    void bringsAKilledServerBack() throws Exception {
        long before = server.serverPid();
        long database = server.database().pid();

        ProcessHandle.of(before).ifPresent(ProcessHandle::destroyForcibly);
        awaitRestart(SupervisionIT::serverState, 1);

        assertThat(server.serverPid()).isNotEqualTo(before);
        assertThat(server.database().pid()).isEqualTo(database);
        assertThat(new HttpApi(server.baseUri()).get("/health/ready").status()).isEqualTo(200);
        assertThat(status())
                .contains("SpeakDraw is running", "it was killed (signal 9)")
                .as("what a healthy server prints is no cause")
                .doesNotContain("WARN");
        assertThat(server.launcher().output()).contains("SpeakDraw is ready again: " + server.baseUri());
    }

    @Test
    @Order(3)
    void bringsBothBackAtOnce() throws Exception {
        ProcessHandle.of(server.database().pid()).ifPresent(ProcessHandle::destroyForcibly);
        ProcessHandle.of(server.serverPid()).ifPresent(ProcessHandle::destroyForcibly);
        awaitRestart(() -> server.database().state(), 2);
        awaitRestart(SupervisionIT::serverState, 2);
        assertThat(Processes.eventually(PATIENCE, () -> health().contains("History is being saved")))
                .isTrue();
    }

    @Test
    @Order(4)
    void replacesAServerThatHangs() throws Exception {
        long before = server.serverPid();
        long database = server.database().pid();

        halt(before);
        awaitRestart(SupervisionIT::serverState, 3);

        assertThat(Processes.isRunning(before)).isFalse();
        assertThat(server.database().pid()).isEqualTo(database);
        assertThat(status()).contains("SpeakDraw is running", "it had not served for 20 s and was ended by force");
    }

    @Test
    @Order(5)
    void replacesADatabaseThatHangs() throws Exception {
        long before = server.database().pid();
        long serverBefore = server.serverPid();

        server.database().freeze();
        awaitRestart(() -> server.database().state(), 3);

        assertThat(Processes.isRunning(before)).isFalse();
        assertThat(server.serverPid()).isEqualTo(serverBefore);
        assertThat(server.database().state().lastEnd()).contains("had not served for 20 s");
        assertThat(Processes.eventually(PATIENCE, () -> health().contains("History is being saved")))
                .isTrue();
    }

    private static void halt(long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    @Order(6)
    void givesUpAServerThatEndsAgainAndAgain() throws Exception {
        long database = server.database().pid();
        Files.writeString(javaOptions, "-Xnonsense");
        ProcessHandle.of(server.serverPid()).ifPresent(ProcessHandle::destroyForcibly);

        assertThat(server.launcher().awaitExit(PATIENCE)).isEqualTo(9);
        List<String> output = server.launcher().output();
        assertThat(output.get(output.size() - 1))
                .contains("times in a row", "because", "Unrecognized option: -Xnonsense");
        assertThat(Processes.isRunning(database)).isFalse();
    }

    private static void awaitRestart(Supplier<PartState> state, int restarts) throws InterruptedException {
        assertThat(Processes.eventually(
                        PATIENCE,
                        () -> state.get().restarts() == restarts && state.get().condition() == Condition.UP))
                .as("started again, but " + state.get())
                .isTrue();
    }

    private static PartState serverState() {
        try {
            return RunningInstance.load(server.data()).orElseThrow().serverState();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String health() {
        return new HttpApi(server.baseUri()).get("/health").body();
    }

    /** The fourth line of PostgreSQL's note. */
    private static String databasePort() throws IOException {
        return Files.readAllLines(server.data().postgres().resolve("postmaster.pid"))
                .get(3);
    }

    private static String status() throws Exception {
        try (LauncherProcess status = LauncherProcess.start(
                Map.of(), List.of("status", "--data", server.data().root().toString()))) {
            assertThat(status.awaitExit(PATIENCE)).isZero();
            return String.join("\n", status.output());
        }
    }
}
