package org.speakdraw.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.launcher.checks.Failure;

class BenchCommandTest {

    @ParameterizedTest
    @CsvSource({"--sessions, 0", "--sessions, '8,257'", "--seconds, 0", "--rows, -1", "--sessions, many"})
    void refusesNumbersThatMeanNothing(String option, String value) {
        assertThat(Main.commandLine().execute("bench", option, value)).isEqualTo(Failure.USAGE.exitCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--sessions=8", "--seconds=5", "--replay"})
    void refusesToMeasureWhereItChecks(String option) {
        assertThat(execute("--check", option)).isEqualTo(Failure.USAGE.exitCode());
        assertThat(execute("--check", "--rows=2")).as("heeded there").isNotEqualTo(Failure.USAGE.exitCode());
    }

    /** With a bundle that is not there, so that nothing is started. */
    private static int execute(String... options) {
        return Main.commandLine()
                .execute(Stream.concat(Stream.of("bench", "--bundle", "no-such-bundle"), Stream.of(options))
                        .toArray(String[]::new));
    }
}
