package org.speakdraw.launcher.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

    @Test
    void takesARefusalForAnAnswer() throws Exception {
        for (String refusal : List.of("53300", "57P03", "28P01")) {
            try (ServerSocket database = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Thread refusing = new Thread(() -> refuse(database, refusal));
                refusing.start();
                assertThat(at(database.getLocalPort()).answers()).as(refusal).isTrue();
                refusing.join();
            }
        }
    }

    @Test
    void hearsNoAnswerWhereNobodyListens() throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        assertThat(at(port).answers()).isFalse();
    }

    private static DatabaseAddress at(int port) {
        return new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + port + "/speakdraw?sslmode=disable", "me", "");
    }

    /** Answers the first message, the start of a session, with an error of that state. */
    private static void refuse(ServerSocket database, String state) {
        try (Socket client = database.accept();
                DataInputStream in = new DataInputStream(client.getInputStream());
                DataOutputStream out = new DataOutputStream(client.getOutputStream())) {
            in.readFully(new byte[in.readInt() - Integer.BYTES]);
            byte[] fields = ("SFATAL\0VFATAL\0C" + state + "\0Mno\0\0").getBytes(StandardCharsets.US_ASCII);
            out.writeByte('E');
            out.writeInt(Integer.BYTES + fields.length);
            out.write(fields);
            out.flush();
            in.readAllBytes();
        } catch (IOException e) {
            // The client has gone, which is all it had to do.
        }
    }
}
