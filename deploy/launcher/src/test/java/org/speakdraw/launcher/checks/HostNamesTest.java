package org.speakdraw.launcher.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {

    private final Pattern pattern =
            Pattern.compile(HostNames.of(List.of("Draw.School.example"), "Room7.School.example", false)
                    .pattern());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8080",
                "127.0.0.1:8080",
                "192.168.10.7",
                "[::1]:8080",
                "[fe80::1]",
                "draw.school.example",
                "draw.school.example:443",
                "room7.school.example:8080",
                "app.localhost:8080"
            })
    void takesItsOwnNamesAndEveryNumericAddress(String host) {
        assertThat(pattern.matcher(host).matches()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "draw.school.example.evil.example",
                "drawXschool.example",
                "127.0.0.1.evil.example",
                "localhost@evil.example",
                "evil.example#localhost",
                "",
                "localhost:80:80"
            })
    void refusesWhatSomebodyElseCanMakeMeanThisMachine(String host) {
        assertThat(pattern.matcher(host).matches()).isFalse();
    }

    @Test
    void takesEveryNameOnlyBehindAProxyThatWasNotNamed() {
        assertThat(HostNames.of(List.of(), "127.0.0.1", true).anyName()).isTrue();
        assertThat(HostNames.of(List.of("draw.school.example"), "127.0.0.1", true)
                        .anyName())
                .isFalse();
        assertThat(HostNames.of(List.of(), "127.0.0.1", false).anyName()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://draw.school.example", "draw.school.example:443", "a b", "x|.*", "a'b"})
    void refusesWhatIsNoName(String host) {
        assertThatThrownBy(() -> HostNames.of(List.of(host), "127.0.0.1", false))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining(host);
    }
}
