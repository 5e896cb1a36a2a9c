package org.speakdraw.acceptance.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.speakdraw.acceptance.fixture.Checkout;

/**
 * What ./speakdraw says of missing and old tools, before anything is built; with tools that only know their version.
 */
class ScriptIT {

    private static final List<String> SHELL_TOOLS =
            List.of("bash", "dirname", "sed", "head", "tail", "grep", "find", "ps", "mkdir", "mv", "readlink", "cat");

    @TempDir
    Path root;

    private Path tools;

    @BeforeEach
    void layOutAFreshClone() throws IOException {
        Files.copy(Checkout.root().resolve("speakdraw"), root.resolve("speakdraw"));
        tools = Files.createDirectory(root.resolve("tools"));
        for (String tool : SHELL_TOOLS) {
            tool(tool, "exec " + which(tool) + " \"$@\"");
        }
    }

    @Test
    void saysThatJavaIsMissing() throws Exception {
        assertThat(run())
                .isEqualTo(new Outcome(2, "speakdraw: no Java found; install a JDK 17 or newer (or set JAVA_HOME)."));
    }

    @ParameterizedTest
    @CsvSource({"1.8.0_402", "11.0.22", "16"})
    void saysThatJavaIsTooOld(String version) throws Exception {
        tool("java", "echo 'openjdk version \"" + version + "\" 2024-01-16' >&2");
        assertThat(run().line())
                .isEqualTo("speakdraw: Java " + version + " is too old; install a JDK 17 or newer (or set JAVA_HOME).");
    }

    @Test
    void saysThatTheCompilerIsMissing() throws Exception {
        tool("java", "echo 'openjdk version \"17.0.1\"' >&2");
        assertThat(run().line()).contains("no compiler");
    }

    @Test
    void saysThatMavenIsMissing() throws Exception {
        newJava();
        assertThat(run().line()).contains("no Maven found");
    }

    @Test
    void saysThatNodeIsMissingOrTooOld() throws Exception {
        newJava();
        tool("mvn", "exit 9");
        assertThat(run().line()).contains("no Node.js found");
        tool("node", "echo v18.19.0");
        assertThat(run().line()).isEqualTo("speakdraw: Node.js 18.19.0 is too old; install 20.19 or newer.");
    }

    @Test
    void needsNoBuildForHelp() throws Exception {
        newJava();
        assertThat(run("--help").status()).isZero();
        assertThat(run("status").line()).contains("nothing is built yet");
    }

    @Test
    void buildsAgainOnlyWhatItIsMadeOf() throws Exception {
        newJava();
        Instant built = Instant.now().plus(1, ChronoUnit.HOURS);
        for (String file : List.of(
                "pom.xml",
                ".mvn/maven.config",
                "db/pom.xml",
                "frontend/package.json",
                "backend/pom.xml",
                "deploy/server/pom.xml",
                "deploy/server/target/server/jboss-modules.jar",
                "deploy/launcher/target/speakdraw-launcher.jar",
                "deploy/launcher/target/built.arguments",
                "deploy/launcher/target/built.stamp")) {
            write(file, built);
        }
        assertThat(run().status()).isZero();
        write("deploy/haproxy/haproxy.cfg", built.plusSeconds(60));
        assertThat(run().status()).as("no part of it").isZero();
        write("deploy/launcher/src/main/java/Main.java", built.plusSeconds(60));
        assertThat(run().line()).contains("no Maven found");
    }

    private void write(String file, Instant changed) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        Files.setLastModifiedTime(Files.createFile(path), FileTime.from(changed));
    }

    private void newJava() throws IOException {
        tool("java", "echo 'openjdk version \"21\" 2023-09-19' >&2");
        tool("javac", "true");
    }

    private void tool(String name, String body) throws IOException {
        Path file = Files.writeString(tools.resolve(name), "#!/bin/bash\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path which(String tool) {
        return List.of(Path.of("/bin", tool), Path.of("/usr/bin", tool)).stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private Outcome run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(root.resolve("speakdraw").toString()));
        command.addAll(arguments.length == 0 ? List.of("run") : List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("PATH", tools.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), output.strip());
    }

    private record Outcome(int status, String line) {}
}
