package org.speakdraw.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.speakdraw.launcher.checks.Failure;

class BenchCommandTest {

    @ParameterizedTest
    @CsvSource({"--sessions, 0", "--sessions, '8,257'", "--seconds, 0", "--rows, -1", "--sessions, many"})
    void refusesNumbersThatMeanNothing(String option, String value) {
        assertThat(Main.commandLine().execute("bench", option, value)).isEqualTo(Failure.USAGE.exitCode());
    }
}
