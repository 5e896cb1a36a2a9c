package org.speakdraw.acceptance.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.speakdraw.acceptance.client.Patience.PATIENCE;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.LauncherProcess;
import org.speakdraw.launcher.instance.DataDirectory;
import org.speakdraw.launcher.instance.InstanceLock;
import org.speakdraw.launcher.instance.PartState;
import org.speakdraw.launcher.instance.ProcessIdentity;
import org.speakdraw.launcher.instance.RunningInstance;

/** What the launcher says, in one line and with its own exit code, when it cannot start. */
class LauncherIT {

    @TempDir
    Path data;

    @Test
    void saysThatThePortIsTakenAndByWhom() throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LauncherProcess launcher = run("--port", Integer.toString(holder.getLocalPort()))) {
            assertThat(launcher.awaitExit(PATIENCE)).isEqualTo(3);
            assertThat(launcher.output())
                    .singleElement()
                    .asString()
                    .contains("Port " + holder.getLocalPort() + " is taken", "--port");
            if (System.getProperty("os.name").equals("Linux")) {
                assertThat(launcher.output().get(0))
                        .contains("(pid " + ProcessHandle.current().pid() + ")");
            }
        }
    }

    @Test
    void saysThatThereIsNoSuchBundle() throws Exception {
        try (LauncherProcess launcher = run("--bundle", "no-such-bundle")) {
            assertThat(launcher.awaitExit(PATIENCE)).isEqualTo(4);
            assertThat(launcher.output()).singleElement().asString().contains("no-such-bundle");
        }
    }

    @Test
    void namesTheFileThatBreaksTheBundle() throws Exception {
        Path bundle = Files.createDirectories(data.resolve("models/broken"));
        for (String file : List.of("model_index.json", "scheduler/scheduler_config.json", "tokenizer/vocab.json")) {
            Files.createDirectories(bundle.resolve(file).getParent());
            Files.writeString(bundle.resolve(file), "{}");
        }
        Files.writeString(bundle.resolve("tokenizer/merges.txt"), "#version: 0.2\n");
        Files.createDirectories(bundle.resolve("text_encoder"));
        Files.writeString(bundle.resolve("text_encoder/model.onnx"), "<html>not found</html>");
        try (LauncherProcess launcher = run("--bundle", "broken")) {
            assertThat(launcher.awaitExit(PATIENCE)).isEqualTo(4);
            assertThat(launcher.output())
                    .singleElement()
                    .asString()
                    .contains("text_encoder/model.onnx is not an ONNX graph");
        }
    }

    @Test
    void saysThatTheDataDirectoryCannotBeWritten() throws Exception {
        Path file = Files.writeString(data.resolve("a-file"), "");
        try (LauncherProcess launcher = LauncherProcess.start(
                Map.of(), List.of("run", "--data", file.resolve("below").toString()))) {
            assertThat(launcher.awaitExit(PATIENCE)).isEqualTo(5);
            assertThat(launcher.output()).singleElement().asString().contains("cannot be written", "--data");
        }
    }

    @Test
    void refusesAnAddressThatIsNotOfThisMachine() throws Exception {
        // 192.0.2.0/24 is reserved for documentation.
        try (LauncherProcess launcher = run("--bind", "192.0.2.1")) {
            assertThat(launcher.awaitExit(PATIENCE)).isEqualTo(3);
            assertThat(launcher.output())
                    .singleElement()
                    .asString()
                    .contains("192.0.2.1 is not an address of this machine");
        }
    }

    @Test
    void saysWhatIsWrongWithACertificate() throws Exception {
        String file = Files.writeString(data.resolve("file"), "none").toString();
        String port = Integer.toString(Checkout.freePort());
        assertUsage("holds no certificate in PEM format", "--cert", file, "--key", file, "--https-port", port);
        assertUsage("Missing required argument(s): --key", "--cert", file);
        assertUsage("--https-port goes with --https", "--https-port", port);
    }

    private void assertUsage(String why, String... options) throws Exception {
        try (LauncherProcess launcher = run(options)) {
            assertThat(launcher.awaitExit(PATIENCE)).isEqualTo(2);
            assertThat(launcher.output().get(0)).contains(why);
        }
    }

    @Test
    void stopsNobodyWhoHasGotTheLaunchersProcessId() throws Exception {
        DataDirectory directory = new DataDirectory(data);
        directory.prepare();
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try (InstanceLock held = InstanceLock.tryTake(directory).orElseThrow()) {
            ProcessIdentity former = new ProcessIdentity(stranger.pid(), "long ago");
            new RunningInstance(
                            former,
                            former,
                            PartState.first(PartState.Condition.UP, Instant.now()),
                            Optional.empty(),
                            Instant.now(),
                            URI.create("http://localhost:1/"),
                            data,
                            "cpu",
                            "none")
                    .save(directory);
            try (LauncherProcess stop = LauncherProcess.start(Map.of(), List.of("stop", "--data", data.toString()))) {
                assertThat(stop.awaitExit(PATIENCE)).isEqualTo(1);
                assertThat(stop.output()).singleElement().asString().contains("pid " + stranger.pid());
            }
            assertThat(stranger.isAlive()).isTrue();
            assertThat(held).isNotNull();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void explainsItself() throws Exception {
        try (LauncherProcess launcher = LauncherProcess.start(Map.of(), List.of("run", "--help"))) {
            assertThat(launcher.awaitExit(PATIENCE)).isZero();
            assertThat(String.join("\n", launcher.output()))
                    .contains(
                            "--port",
                            "--bind",
                            "--https",
                            "--cert",
                            "--devices",
                            "--bundle",
                            "--data",
                            "SPEAKDRAW_DATABASE_URL");
        }
    }

    @Test
    void statusAndStopOfNothing() throws Exception {
        try (LauncherProcess status = LauncherProcess.start(Map.of(), List.of("status", "--data", data.toString()));
                LauncherProcess stop = LauncherProcess.start(Map.of(), List.of("stop", "--data", data.toString()))) {
            assertThat(status.awaitExit(PATIENCE)).isEqualTo(3);
            assertThat(status.output()).singleElement().asString().contains("is not running");
            assertThat(stop.awaitExit(PATIENCE)).isZero();
        }
    }

    private LauncherProcess run(String... options) throws IOException {
        var arguments = new ArrayList<>(
                List.of("run", "--data", data.toString(), "--port", Integer.toString(Checkout.freePort())));
        arguments.addAll(List.of(options));
        return LauncherProcess.start(Map.of(), arguments);
    }
}
