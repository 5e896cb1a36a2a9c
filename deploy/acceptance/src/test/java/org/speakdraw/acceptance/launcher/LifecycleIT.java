package org.speakdraw.acceptance.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.speakdraw.acceptance.client.Patience.PATIENCE;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.LauncherProcess;
import org.speakdraw.acceptance.fixture.Processes;
import org.speakdraw.acceptance.fixture.ServerInstance;
import org.speakdraw.launcher.instance.DataDirectory;
import org.speakdraw.launcher.instance.RunningInstance;
import org.speakdraw.launcher.postgres.PostgresBinaries;
import org.speakdraw.launcher.postgres.PostgresServer;

/** From start to end: nothing is left running, whatever happens to the launcher, and no secret shows. */
class LifecycleIT {

    @TempDir
    Path data;

    @Test
    void stopsInOrderAndLeavesNothingBehind() throws Exception {
        ServerInstance server = ServerInstance.startOn(data, Map.of());
        long serverPid = server.serverPid();
        long databasePid = server.database().pid();

        try (LauncherProcess second = command("run", "--port", "1")) {
            assertThat(second.awaitExit(PATIENCE)).isEqualTo(6);
            assertThat(second.output())
                    .singleElement()
                    .asString()
                    .contains("already runs", server.baseUri().toString());
        }
        try (LauncherProcess status = command("status")) {
            assertThat(status.awaitExit(PATIENCE)).isZero();
            assertThat(String.join("\n", status.output()))
                    .contains(server.baseUri().toString(), "embedded", "cpu", Long.toString(serverPid));
        }
        assertNoSecretShows(serverPid);

        try (LauncherProcess stop = command("stop")) {
            assertThat(stop.awaitExit(PATIENCE)).isZero();
        }
        assertThat(server.launcher().awaitExit(PATIENCE)).isEqualTo(143);
        assertThat(Processes.isRunning(serverPid)).isFalse();
        assertThat(Processes.isRunning(databasePid)).isFalse();
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
        // The server went first: had the database gone first, its pool would have complained.
        assertThat(server.log()).contains("stopped in").doesNotContain("terminating connection", " ERROR ");
    }

    @Test
    void nothingSurvivesAKilledLauncherAndTheNextStartWorks() throws Exception {
        ServerInstance server = ServerInstance.startOn(data, Map.of());
        long serverPid = server.serverPid();
        long databasePid = server.database().pid();

        server.launcher().kill();
        assertThat(Processes.eventually(
                        PATIENCE, () -> !Processes.isRunning(serverPid) && !Processes.isRunning(databasePid)))
                .as("server and database end without their launcher")
                .isTrue();

        try (ServerInstance again = ServerInstance.startOn(data, Map.of())) {
            assertThat(new HttpApi(again.baseUri()).get("/health").status()).isEqualTo(200);
        }
    }

    @Test
    void recoversWhenEverythingWasKilled() throws Exception {
        ServerInstance server = ServerInstance.startOn(data, Map.of());
        long databasePid = server.database().pid();
        ProcessHandle.of(server.serverPid()).ifPresent(ProcessHandle::destroyForcibly);
        server.launcher().kill();
        ProcessHandle.of(databasePid).ifPresent(ProcessHandle::destroyForcibly);
        assertThat(Processes.eventually(PATIENCE, () -> !Processes.isRunning(databasePid)))
                .isTrue();
        assertThat(data.resolve("postgres/postmaster.pid")).exists();

        try (ServerInstance again = ServerInstance.startOn(data, Map.of())) {
            assertThat(new HttpApi(again.baseUri()).get("/health").status()).isEqualTo(200);
        }
    }

    @Test
    void usesAnExternalDatabaseAndGoesOnWithoutOne() throws Exception {
        DataDirectory elsewhere = new DataDirectory(data.resolve("external"));
        elsewhere.prepare();
        try (PostgresServer external = PostgresServer.start(
                PostgresBinaries.unpackedIn(Checkout.cache()),
                elsewhere.postgres(),
                elsewhere.databaseSecrets(),
                elsewhere.logs().resolve("postgresql.log"))) {
            try (ServerInstance server = ServerInstance.startOn(
                    data.resolve("with"), external.address().environment())) {
                assertThat(data.resolve("with/postgres")).doesNotExist();
                assertThat(RunningInstance.load(server.data()).orElseThrow().database())
                        .isEqualTo(external.address().url());
                assertThat(server.launcher().output()).hasSize(1);
            }
            external.stop();
            try (ServerInstance server = ServerInstance.startOn(
                    data.resolve("without"), external.address().environment())) {
                assertThat(server.launcher().output().get(0)).contains("cannot be used now", "without history");
                assertThat(new HttpApi(server.baseUri()).get("/health").status())
                        .isEqualTo(200);
            }
        }
    }

    private void assertNoSecretShows(long serverPid) throws Exception {
        Path secrets = data.resolve("database.properties");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
                .isEqualTo("rw-------");
        List<String> passwords = Files.readAllLines(secrets).stream()
                .filter(line -> line.contains("="))
                .map(line -> line.substring(line.indexOf('=') + 1))
                .toList();
        assertThat(passwords)
                .hasSize(2)
                .allSatisfy(password -> assertThat(password).hasSizeGreaterThan(30));
        String commandLine =
                ProcessHandle.of(serverPid).orElseThrow().info().commandLine().orElse("");
        for (String password : passwords) {
            assertThat(commandLine).doesNotContain(password);
            try (var logs = Files.list(data.resolve("logs"))) {
                for (Path log : logs.toList()) {
                    assertThat(Files.readString(log)).as(log.toString()).doesNotContain(password);
                }
            }
        }
    }

    private LauncherProcess command(String name, String... options) throws Exception {
        var arguments = new ArrayList<>(List.of(name, "--data", data.toString()));
        arguments.addAll(List.of(options));
        return LauncherProcess.start(Map.of(), arguments);
    }
}
