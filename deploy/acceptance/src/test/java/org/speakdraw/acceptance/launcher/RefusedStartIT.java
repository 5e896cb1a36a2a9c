package org.speakdraw.acceptance.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.speakdraw.acceptance.client.Patience.PATIENCE;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.LauncherProcess;
import org.speakdraw.launcher.instance.DataDirectory;
import org.speakdraw.launcher.postgres.PostgresBinaries;
import org.speakdraw.launcher.postgres.PostgresServer;

/**
 * What only shows when the database or the server is started: the cause in one line, and an exit code that names the
 * part.
 */
class RefusedStartIT {

    @TempDir
    Path folder;

    @Test
    void namesTheBundleThatTheServerRefuses() throws Exception {
        Path bundle = folder.resolve("refused");
        copy(Checkout.bundle(), bundle);
        Path graph = bundle.resolve("unet/model.onnx");
        Files.write(graph, new byte[] {8, 7, 1, 2, 3, 4});
        try (LauncherProcess launcher = run("--bundle", bundle.toString())) {
            assertThat(launcher.awaitExit(PATIENCE)).isEqualTo(4);
            assertThat(launcher.output()).hasSize(1).first().asString().contains("is refused", "unet");
        }
    }

    @Test
    void namesBothVersionsOfADatabaseThatItCannotRead() throws Exception {
        DataDirectory data = new DataDirectory(folder.resolve("data"));
        data.prepare();
        PostgresServer.start(
                        PostgresBinaries.unpackedIn(Checkout.cache()),
                        data.postgres(),
                        data.databaseSecrets(),
                        data.logs().resolve("postgresql.log"))
                .close();
        Files.writeString(data.postgres().resolve("PG_VERSION"), "14\n");
        try (LauncherProcess launcher = run("--bundle", Checkout.bundle().toString())) {
            assertThat(launcher.awaitExit(PATIENCE)).isEqualTo(7);
            assertThat(launcher.output())
                    .singleElement()
                    .asString()
                    .contains("made by PostgreSQL 14", "brings PostgreSQL 18", "pg_upgrade", "--data");
        }
    }

    @Test
    @Timeout(180)
    void startsAServerOnceMoreThatCameUpWithoutTheApplication() throws Exception {
        int port = Checkout.freePort();
        try (LauncherProcess launcher =
                run("--https", "--https-port", Integer.toString(port), "--bind", "127.0.0.1", "--host", "localhost")) {
            // The launcher has looked at the port by then, and the server has not.
            try (ServerSocket holder = holdOnce(new DataDirectory(folder.resolve("data")).postgres(), port)) {
                assertThat(launcher.awaitLine(line -> line.contains("started once more"), PATIENCE))
                        .contains("warning", "Address already in use", Integer.toString(port));
            }
            launcher.awaitLine(line -> line.startsWith("SpeakDraw is ready: "), PATIENCE);
        }
    }

    private static ServerSocket holdOnce(Path exists, int port) throws Exception {
        while (!Files.exists(exists)) {
            Thread.sleep(10);
        }
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }

    private LauncherProcess run(String... options) throws IOException {
        List<String> arguments = Stream.concat(
                        Stream.of(
                                "run",
                                "--data",
                                folder.resolve("data").toString(),
                                "--port",
                                Integer.toString(Checkout.freePort())),
                        Stream.of(options))
                .toList();
        return LauncherProcess.start(Map.of(), arguments);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
