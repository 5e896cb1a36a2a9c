package org.speakdraw.launcher.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.speakdraw.launcher.checks.HostNames;
import org.speakdraw.launcher.checks.ListenAddress;
import org.speakdraw.launcher.instance.DataDirectory;

class ServerCommandTest {

    private final ServerOptions options = new ServerOptions(
            Path.of("/server"),
            Path.of("/launcher.jar"),
            ListenAddress.of("127.0.0.1", 8123),
            Optional.empty(),
            new HostNames(List.of("draw.school.example"), List.of(), false),
            new DataDirectory(Path.of("/data")),
            Path.of("/cache"),
            "/data/postgres/postmaster.pid",
            Map.of("SPEAKDRAW_DATABASE_PASSWORD", "the-secret"),
            " -Xmx3g  -Dx=y ",
            Duration.ofSeconds(60));

    @Test
    void writesNothingOutsideTheDataDirectory() {
        assertThat(ServerCommand.of(options, 17))
                .contains(
                        "-Djboss.server.log.dir=/data/logs",
                        "-Djboss.server.temp.dir=/data/tmp/server",
                        "-Djboss.server.data.dir=/data/server",
                        "-Djava.io.tmpdir=/data/tmp",
                        "--read-only-server-config=standalone.xml");
    }

    @Test
    void keepsSecretsOffTheCommandLine() {
        assertThat(String.join(" ", ServerCommand.of(options, 17))).doesNotContain("the-secret");
    }

    @Test
    void lastWordIsTheUsers() {
        List<String> command = ServerCommand.of(options, 17);
        assertThat(command).containsSubsequence("-Xmx1g", "-Xmx3g", "-Dx=y", "-jar");
    }

    @Test
    void allowsNativeAccessOnlyWhereTheJdkAsksForIt() {
        assertThat(ServerCommand.of(options, 17)).noneMatch(option -> option.contains("native-access"));
        assertThat(ServerCommand.of(options, 25))
                .contains("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    }

    @Test
    void speaksHttpsOnlyWhereItIsToldTo() {
        assertThat(ServerCommand.of(options, 17)).noneMatch(option -> option.contains("https"));
        ListenAddress secure = ListenAddress.of("127.0.0.1", 8123).secure(8124);
        HttpsListener listener = new HttpsListener(
                secure, Path.of("/data/https/server.p12"), Optional.of(Path.of("/data/https/public")));
        assertThat(listener.options())
                .contains(
                        "-Dspeakdraw.https=true",
                        "-Djboss.https.port=8124",
                        "-Dspeakdraw.https.keystore=/data/https/server.p12",
                        "-Dspeakdraw.https.folder=/data/https/public");
        assertThat(new HttpsListener(secure, Path.of("/x"), Optional.empty()).options())
                .noneMatch(option -> option.contains("trust"));
    }
}
