package org.speakdraw.app.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

class PresetImportsTest {

    private final PresetImports imports = new PresetImports();

    @Test
    void runsOneOfAnOwnerAtATime() throws IOException {
        imports.alone("ada", () -> {
            assertThatThrownBy(() -> imports.alone("ada", () -> 1))
                    .isInstanceOfSatisfying(
                            RequestException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(ApiError.TOO_MANY_REQUESTS));
            return imports.alone("ben", () -> 2);
        });
    }

    @Test
    void goesOnAfterOneThatFailed() throws IOException {
        assertThatThrownBy(() -> imports.alone("ada", () -> {
                    throw new IOException("hung up");
                }))
                .hasMessage("hung up");
        assertThat(imports.<Integer>alone("ada", () -> 1)).isEqualTo(1);
    }
}
