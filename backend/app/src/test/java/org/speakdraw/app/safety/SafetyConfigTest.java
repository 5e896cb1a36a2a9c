package org.speakdraw.app.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SafetyConfigTest {

    @Test
    void worksInAClassroomUnlessTheSchoolSaysOtherwise() throws IOException {
        Properties defaults = new Properties();
        try (InputStream file =
                Objects.requireNonNull(getClass().getResourceAsStream("/META-INF/microprofile-config.properties"))) {
            defaults.load(file);
        }
        for (String property : List.of("speakdraw.safety.words", "speakdraw.safety.pictures")) {
            SafetyScope scope = SafetyScope.of(property, defaults.getProperty(property));
            assertThat(scope.covers(true)).as(property).isTrue();
            assertThat(scope.covers(false)).as(property).isFalse();
        }
        assertThat(defaults.getProperty("speakdraw.safety.approve-presets")).isEqualTo("true");
        assertThat(SafetyScope.of("", "all").covers(false)).isTrue();
        assertThat(SafetyScope.of("", "off").covers(true)).isFalse();
    }

    @Test
    void namesTheSettingThatIsWrong() {
        assertThatThrownBy(() -> SafetyScope.of("speakdraw.safety.words", "some"))
                .hasMessage("speakdraw.safety.words is some; it is off, classroom or all");
        assertThatThrownBy(() -> config(0, 1000, 0.1)).hasMessageContaining("picture-threshold is 0.0");
        assertThatThrownBy(() -> config(0.7, 10, 0.1)).hasMessageContaining("interval-ms is 10");
        assertThatThrownBy(() -> config(0.7, 1000, Double.NaN)).hasMessageContaining("cpu-share is NaN");
    }

    private static SafetyConfig config(double threshold, long millis, double share) {
        return new SafetyConfig(
                SafetyScope.ALL,
                List.of(),
                SafetyScope.ALL,
                threshold,
                Duration.ofMillis(millis),
                share,
                true,
                3,
                Duration.ofDays(1));
    }
}
