package org.speakdraw.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.speakdraw.inference.InferenceError;

class ApiErrorTest {

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
}
