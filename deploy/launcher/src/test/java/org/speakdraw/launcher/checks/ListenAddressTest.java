package org.speakdraw.launcher.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://localhost:8080/, true",
        "0.0.0.0, http://localhost:8080/, false",
        "127.0.0.2, http://127.0.0.2:8080/, true",
        "::1, http://localhost:8080/, true"
    })
    void namesTheAddressForABrowserOnThisMachine(String bind, String uri, boolean localOnly) {
        ListenAddress listen = ListenAddress.of(bind, 8080);
        assertThat(listen.uri()).hasToString(uri);
        assertThat(listen.localOnly()).isEqualTo(localOnly);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_536})
    void refusesImpossiblePorts(int port) {
        assertThatThrownBy(() -> ListenAddress.of("127.0.0.1", port))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining(Integer.toString(port));
    }

    @Test
    void refusesAPortThatAnotherProgramHoldsOnTheSameMachine() throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() ->
                            ListenAddress.of("0.0.0.0", holder.getLocalPort()).checkFree())
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("Port " + holder.getLocalPort() + " is taken");
        }
    }

    @Test
    void namesTheOptionThatChoosesThePort() throws Exception {
        ListenAddress http = ListenAddress.of("127.0.0.1", 8080);
        assertThat(http.secure(8443).uri()).hasToString("https://localhost:8443/");
        assertThatThrownBy(() -> http.secure(0)).hasMessageContaining("--https-port");
        assertThatThrownBy(() -> http.secure(8080)).hasMessageContaining("must differ");
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> http.secure(holder.getLocalPort()).checkFree())
                    .hasMessageContaining("choose another one with --https-port");
        }
    }
}
