package org.speakdraw.launcher.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseAddressTest {

    @Test
    void comesFromTheEnvironment() {
        assertThat(DatabaseAddress.fromEnvironment(Map.of("SPEAKDRAW_DATABASE_URL", " ")))
                .isEmpty();
        assertThat(DatabaseAddress.fromEnvironment(
                        Map.of("SPEAKDRAW_DATABASE_URL", "jdbc:postgresql://db/x", "SPEAKDRAW_DATABASE_PASSWORD", "p")))
                .contains(new DatabaseAddress("jdbc:postgresql://db/x", "speakdraw", "p"));
    }

    @Test
    void neverShowsItsSecrets() {
        DatabaseAddress address = new DatabaseAddress("jdbc:postgresql://db/x?password=hidden", "me", "secret");
        assertThat(address.describe()).isEqualTo("jdbc:postgresql://db/x");
        assertThat(address.toString()).doesNotContain("hidden", "secret");
    }

    @Test
    void saysInOneLineWhyItCannotBeReached() {
        DatabaseAddress nobody = new DatabaseAddress("jdbc:postgresql://127.0.0.1:1/x", "me", "");
        assertThat(nobody.problem())
                .hasValueSatisfying(
                        problem -> assertThat(problem).contains("127.0.0.1:1").doesNotContain("\n"));
        assertThat(new DatabaseAddress("nonsense", "me", "").problem()).isPresent();
    }

    @Test
    void knowsThePackedProgramsByPlatform() {
        assertThat(PostgresBinaries.resourceName("Linux", "amd64")).isEqualTo("postgres-linux-x86_64.txz");
        assertThat(PostgresBinaries.resourceName("Mac OS X", "aarch64")).isEqualTo("postgres-darwin-arm_64.txz");
        assertThat(PostgresBinaries.resourceName("Windows 11", "amd64")).isEqualTo("postgres-windows-x86_64.txz");
    }
}
