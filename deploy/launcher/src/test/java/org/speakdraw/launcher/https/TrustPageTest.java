package org.speakdraw.launcher.https;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustPageTest {

    @TempDir
    Path folder;

    @Test
    void givesOutTheCertificateAndHowToCheckIt() throws Exception {
        LocalAuthority authority = LocalAuthority.make(
                Files.createDirectory(folder.resolve("private")),
                "Ann & Bob",
                new CertifiedNames(Set.of("teacher.local"), Set.of()),
                CertificateFiles.NOW);
        Path shown = folder.resolve("public");
        TrustPage.write(shown, authority, URI.create("https://192.168.10.5:8443/"));

        String page = Files.readString(shown.resolve("trust/index.html"));
        assertThat(page)
                .contains("https://192.168.10.5:8443/", TrustPage.fingerprint(authority), "Ann &amp; Bob")
                .doesNotContain("{{", "<script");
        assertThat(TrustPage.fingerprint(authority)).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
        try (InputStream in = Files.newInputStream(shown.resolve("trust/speakdraw.crt"))) {
            assertThat(CertificateFactory.getInstance("X.509").generateCertificate(in))
                    .isEqualTo(authority.certificate());
        }
    }
}
