package org.speakdraw.launcher.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {

    @TempDir
    Path folder;

    @Test
    void tellsTheInnermostCauseOfTheFirstErrorSinceThisStart() throws Exception {
        String old = "2026-11-26 10:00:00,001 ERROR [a] (main) an old error\nCaused by: java.lang.Old: old cause\n";
        String now = """
                2026-11-26 10:00:01,000 INFO  [b] (main) fine
                2026-11-26 10:00:02,000 ERROR [c] (main) MSC000001: Failed to start service
                Caused by: java.lang.RuntimeException: outer
                Caused by: org.example.BundleException: the real cause
                2026-11-26 10:00:03,000 ERROR [d] (main) WFLYCTL0013: Operation failed
                Caused by: java.lang.Consequence: of it
                2026-11-26 10:00:04,000 ERROR [e] (main) WFLYSRV0026: started (with errors)
                """;
        Path file = Files.writeString(folder.resolve("server.log"), old + now);
        ServerLog log = new ServerLog(file, folder.resolve("console.log"), old.length());
        assertThat(log.bootFailed()).isTrue();
        assertThat(log.loggedCause()).hasValue("the real cause");
    }

    @Test
    void takesAnErrorWithoutACauseWhenThereIsNothingBetter() throws Exception {
        Path file = Files.writeString(
                folder.resolve("server.log"), "2026-11-26 10:00:02,000 ERROR [c] (main) Address already in use\n");
        assertThat(new ServerLog(file, folder.resolve("console.log"), 0).loggedCause())
                .hasValue("Address already in use");
    }

    @Test
    void tellsAnErrorOfSeveralLinesWhole() throws Exception {
        Path file = Files.writeString(folder.resolve("server.log"), """
                2026-11-26 10:00:02,000 ERROR [c] (main) Operation ("add") failed - address: ([
                    ("subsystem" => "undertow"),
                    ("https-listener" => "page")
                ]) - failure description: "Address already in use"
                \tat org.example.A.b(A.java:1)
                2026-11-26 10:00:02,000 INFO  [c] (main) Deployed
                """);
        assertThat(new ServerLog(file, folder.resolve("console.log"), 0).loggedCause())
                .hasValue("Operation (\"add\") failed - address: ([ (\"subsystem\" => \"undertow\"), "
                        + "(\"https-listener\" => \"page\") ]) - failure description: \"Address already in use\"");
    }

    @Test
    void tellsWhatTheJvmSaidFirst() throws Exception {
        Path console = Files.writeString(folder.resolve("console.log"), """
                OpenJDK 64-Bit Server VM warning: something harmless
                Unrecognized VM option 'X'
                Error: Could not create the Java Virtual Machine.
                Error: A fatal exception has occurred. Program will exit.
                """);
        ServerLog log = new ServerLog(folder.resolve("server.log"), console, 0);
        assertThat(log.bootFailed()).isFalse();
        assertThat(log.printedCause()).hasValue("Unrecognized VM option 'X'");
    }

    @Test
    void tellsAnEntryOfSeveralLinesWithoutItsStackTrace() throws Exception {
        Path console = Files.writeString(
                folder.resolve("console.log"),
                "10:00 ERROR [a] (main) Operation failed - address: ([\n    (\"subsystem\" => \"undertow\")\n"
                        + "]): NullPointerException: no value\n\tat org.example.A.b(A.java:1)\n10:01 FATAL [c] exiting\n");
        assertThat(new ServerLog(folder.resolve("server.log"), console, 0).printedCause())
                .hasValue("10:00 ERROR [a] (main) Operation failed - address: ([ (\"subsystem\" => \"undertow\") "
                        + "]): NullPointerException: no value");
    }

    @Test
    void tellsTheCauseOfAnErrorThatEndedTheProcess() throws Exception {
        Path console = Files.writeString(folder.resolve("console.log"), """
                2026-11-26 23:56:46,898 ERROR [org.jboss.msc] (MSC service thread 1-3) MSC000001: Failed to start
                \tat org.example.A.b(A.java:1)
                Caused by: java.lang.IllegalStateException: WFLYDR0006: Directory /x is not writable
                java.util.concurrent.ExecutionException: JBTHR00005: Operation failed
                """);
        assertThat(new ServerLog(folder.resolve("server.log"), console, 0).printedCause())
                .hasValue("WFLYDR0006: Directory /x is not writable");
    }
}
