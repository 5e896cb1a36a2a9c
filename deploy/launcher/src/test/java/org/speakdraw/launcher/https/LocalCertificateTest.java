package org.speakdraw.launcher.https;

import static org.assertj.core.api.Assertions.assertThat;
import static org.speakdraw.launcher.https.CertificateFiles.NOW;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCertificateTest {

    @TempDir
    Path folder;

    @Test
    void certifiesTheMachineUnderAllOfItsNames() throws Exception {
        LocalCertificate certificate = make(names("teacher.local", "192.168.10.5", "2001:db8::5"), NOW);
        assertThat(certificate.newAuthority()).isTrue();
        CertifiedNames certified = CertifiedNames.of(certificate.server().own());
        assertThat(certified).isEqualTo(names("teacher.local", "192.168.10.5", "2001:db8::5"));
        assertTrusted(certificate, NOW);
        // Apple's limit.
        assertThat(Duration.between(
                        certificate.server().own().getNotBefore().toInstant(),
                        certificate.server().own().getNotAfter().toInstant()))
                .isLessThan(Duration.ofDays(398));
    }

    @Test
    void keepsBothFromStartToStart() throws Exception {
        CertifiedNames names = names("teacher.local", "192.168.10.5");
        LocalCertificate first = make(names, NOW);
        LocalCertificate second = make(names, NOW.plus(Duration.ofDays(100)));
        assertThat(second.newAuthority()).isFalse();
        assertThat(second.server().own()).isEqualTo(first.server().own());
        assertThat(second.server().key()).isEqualTo(first.server().key());
    }

    @Test
    void renewsTheCertificateForANewAddressAndBeforeItsEnd() throws Exception {
        LocalCertificate first = make(names("teacher.local", "192.168.10.5"), NOW);
        LocalCertificate moved = make(names("teacher.local", "10.0.0.9"), NOW);
        assertThat(moved.server().own()).isNotEqualTo(first.server().own());
        assertThat(moved.authority()).isEqualTo(first.authority());
        Instant later = NOW.plus(Duration.ofDays(350));
        LocalCertificate renewed = make(names("teacher.local", "10.0.0.9"), later);
        assertThat(renewed.server().own()).isNotEqualTo(moved.server().own());
        assertThat(renewed.newAuthority()).isFalse();
        assertTrusted(renewed, later);
    }

    @Test
    void makesANewAuthorityOnlyForNamesThatTheOldOneMayNotCertify() throws Exception {
        LocalCertificate first = make(names("teacher.local", "192.168.10.5"), NOW);
        assertThat(make(names("other.local", "172.16.3.4", "fd00::1"), NOW).authority())
                .isEqualTo(first.authority());
        LocalCertificate named =
                make(List.of("draw.school.example"), names("draw.school.example", "192.168.10.5"), NOW);
        assertThat(named.newAuthority()).isTrue();
        assertThat(named.authority()).isNotEqualTo(first.authority());
        assertTrusted(named, NOW);
    }

    @Test
    void certifiesWhatComesAndGoesWithTheNetworkAsFarAsTheAuthorityMay() throws Exception {
        LocalCertificate first = make(names("teacher.local", "192.168.10.5", "2001:db8::5"), NOW);
        CertifiedNames tomorrow = names("teacher.local", "192.168.10.5", "2001:db8::77", "203.0.113.9");
        tomorrow.hosts().add("teacher.home.example");
        LocalCertificate second = make(tomorrow, NOW);
        assertThat(second.newAuthority()).isFalse();
        assertThat(second.authority()).isEqualTo(first.authority());
        assertThat(second.server().own())
                .as("nothing new that it may certify")
                .isEqualTo(first.server().own());
        tomorrow.addresses().add(InetAddress.getByName("10.1.2.3"));
        LocalCertificate third = make(tomorrow, NOW);
        assertThat(third.authority()).isEqualTo(first.authority());
        CertifiedNames certified = names("teacher.local", "192.168.10.5", "10.1.2.3");
        assertThat(CertifiedNames.of(third.server().own())).isEqualTo(certified);
        assertTrusted(third, NOW);
    }

    @Test
    void theAuthorityIsOfNoUseForOtherServers() throws Exception {
        LocalAuthority authority =
                make(names("teacher.local", "192.168.10.5"), NOW).authority();
        for (String other : List.of("bank.example", "teacher.local.example", "xlocal", "203.0.113.9", "2001:db8::1")) {
            CertifiedNames names = other.matches("[0-9a-f:.]+") ? names("teacher.local", other) : names(other);
            assertThat(authority.canCertify(names, NOW)).as(other).isFalse();
        }
    }

    @Test
    void writesFilesForTheirOwnerOnly() throws Exception {
        make(names("teacher.local", "192.168.10.5"), NOW);
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(3);
            for (Path file : all) {
                assertThat(Files.getPosixFilePermissions(file))
                        .as(file.toString())
                        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            }
        }
    }

    @Test
    void beginsAnewAfterAStartThatWasBrokenOff() throws Exception {
        CertifiedNames names = names("teacher.local", "192.168.10.5");
        make(names, NOW);
        Files.writeString(folder.resolve("server.pem"), "-----BEGIN PRIVATE KEY-----\n");
        LocalCertificate certificate = make(names, NOW);
        assertThat(certificate.newAuthority()).isFalse();
        assertTrusted(certificate, NOW);
        Files.delete(LocalAuthority.certificateFile(folder));
        assertThat(make(names, NOW).newAuthority()).isTrue();
    }

    private LocalCertificate make(CertifiedNames names, Instant now) throws Exception {
        return make(List.of(), names, now);
    }

    private LocalCertificate make(List<String> given, CertifiedNames names, Instant now) throws Exception {
        return LocalCertificate.in(folder, "teacher", given, names, now);
    }

    private static CertifiedNames names(String host, String... addresses) throws Exception {
        List<InetAddress> numeric = new java.util.ArrayList<>();
        for (String address : addresses) {
            numeric.add(InetAddress.getByName(address));
        }
        return new CertifiedNames(Set.of(host), Set.copyOf(numeric));
    }

    /** By the JDK's own rules. */
    private static void assertTrusted(LocalCertificate certificate, Instant now) throws Exception {
        PKIXParameters parameters = new PKIXParameters(
                Set.of(new TrustAnchor(certificate.authority().certificate(), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(now));
        CertPath path = CertificateFactory.getInstance("X.509")
                .generateCertPath(List.of(certificate.server().own()));
        assertThat(CertPathValidator.getInstance("PKIX").validate(path, parameters))
                .isNotNull();
    }
}
