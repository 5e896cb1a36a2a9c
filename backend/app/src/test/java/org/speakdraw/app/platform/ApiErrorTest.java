package org.speakdraw.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.speakdraw.inference.InferenceError;

class ApiErrorTest {

    /** Code, status and the seconds after which to try again, in the table of the protocol's errors. */
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (\\d{3}) \\| (?:(\\d+) s)? *\\| .+ \\|$");

    @ParameterizedTest
    @EnumSource(InferenceError.class)
    void everyErrorOfInferenceHasAStatusUnderTheSameCode(InferenceError error) {
        assertThat(ApiError.of(error).id()).isEqualTo(error.id());
    }

    @ParameterizedTest
    @EnumSource(ApiError.class)
    void statusIsOneOfAFailure(ApiError error) {
        assertThat(error.status()).isBetween(400, 599);
        assertThat(error.title()).isNotBlank().doesNotEndWith(".");
    }

    @Test
    void theProtocolExplainsEachWithItsStatusAndWhenToTryAgain() throws IOException {
        String protocol = Files.readString(Path.of("../../docs/protocol.md"));
        assertThat(ROW.matcher(protocol)
                        .results()
                        .map(row -> row.group(1) + " " + row.group(2) + " " + Objects.toString(row.group(3), "-")))
                .containsExactlyElementsOf(Arrays.stream(ApiError.values())
                        .map(error -> error.id() + " " + error.status() + " "
                                + error.passesAfter()
                                        .map(wait -> Long.toString(wait.toSeconds()))
                                        .orElse("-"))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(ApiError.class)
    void whatIsAskedTooOftenPassesByItself(ApiError error) {
        if (error.status() == 429) {
            assertThat(error.passesAfter()).isPresent();
        }
    }
}
