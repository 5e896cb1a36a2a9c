package org.speakdraw.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.ParameterException;

class MainTest {

    @ParameterizedTest
    @CsvSource({
        "run --prot 9000, Unknown options, see ./speakdraw run --help.",
        "run --port abc, is not an int, see ./speakdraw run --help.",
        "stauts, did you mean status or stop?, see ./speakdraw --help."
    })
    void saysInOneLineWhatIsWrongAndWhereTheRightOptionsAre(String line, String cause, String where) {
        ParameterException error = catchThrowableOfType(
                ParameterException.class, () -> Main.commandLine().parseArgs(line.split(" ", -1)));
        assertThat(Main.wrongUsage(error)).contains(cause).endsWith(where).doesNotContain("\n");
    }
}
