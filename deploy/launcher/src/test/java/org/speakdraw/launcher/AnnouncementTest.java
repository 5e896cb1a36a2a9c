package org.speakdraw.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.speakdraw.launcher.checks.HostNames;
import org.speakdraw.launcher.checks.ListenAddress;
import org.speakdraw.launcher.https.HttpsFront;
import org.speakdraw.launcher.https.HttpsFront.Trust;

class AnnouncementTest {

    private static final HostNames NAMES = new HostNames(List.of("teacher.local"), List.of(), false);

    @ParameterizedTest
    @CsvSource({"127.0.0.1, false, false", "192.0.2.7, false, true", "192.0.2.7, true, false"})
    void namesTheSwitchThatGivesOthersTheirCamera(String bind, boolean behindProxy, boolean expected) {
        String told = told(new Announcement(ListenAddress.of(bind, 8080), Optional.empty(), NAMES, behindProxy));
        assertThat(told.contains("camera and microphone over https only: start with --https."))
                .isEqualTo(expected);
    }

    @Test
    void leadsNewDevicesToThePageThatExplainsTrust() {
        ListenAddress http = ListenAddress.of("192.0.2.7", 8080);
        HttpsFront front = new HttpsFront(
                http.secure(8443),
                Path.of("/x"),
                "secret",
                List.of("teacher.local"),
                Optional.of(new Trust(Path.of("/y"), "AA:BB", true)));
        assertThat(told(new Announcement(http, Optional.of(front), NAMES, false)))
                .contains(
                        "SpeakDraw is ready: https://192.0.2.7:8443/",
                        "http://192.0.2.7:8080/trust",
                        "SHA-256 AA:BB",
                        "▀")
                .doesNotContain("start with --https", "secret");
    }

    @Test
    void callsAServerByTheNamesOfItsCertificate() {
        ListenAddress http = ListenAddress.of("192.0.2.7", 80);
        HttpsFront front = new HttpsFront(
                http.secure(443), Path.of("/x"), "secret", List.of("draw.school.example"), Optional.empty());
        assertThat(told(new Announcement(http, Optional.of(front), NAMES, false)))
                .contains("https://draw.school.example/")
                .doesNotContain("/trust");
    }

    private static String told(Announcement announcement) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        announcement.tell(new Terminal(stream, stream, true));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
