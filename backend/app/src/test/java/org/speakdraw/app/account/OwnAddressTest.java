package org.speakdraw.app.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnAddressTest {

    @ParameterizedTest
    @CsvSource({
        "https://school.example, school.example, true",
        "https://school.example, School.Example:443, true",
        "https://school.example:443, school.example, true",
        "https://school.example, school.example:8443, false",
        "https://school.example:8443, school.example:8443, true",
        "https://school.example:8443, school.example, false",
        "http://localhost, localhost:80, true",
        "http://localhost:8080, 127.0.0.1:8080, false",
        "https://school.example, notschool.example, false"
    })
    void knowsWhetherABrowserIsThere(URI address, String host, boolean there) {
        assertThat(new OwnAddress(address).isWhere(host)).isEqualTo(there);
    }

    @Test
    void takesABrowserThatNamesNoHostForThere() {
        assertThat(new OwnAddress(URI.create("https://school.example")).isWhere(null))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://school.example", "https://school.example/speakdraw", "school.example"})
    void refusesWhatIsNoAddressOfAServer(String address) {
        assertThatThrownBy(() -> new OwnAddress(URI.create(address)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("speakdraw.address");
    }
}
