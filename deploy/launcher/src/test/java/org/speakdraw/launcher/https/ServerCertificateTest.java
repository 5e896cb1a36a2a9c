package org.speakdraw.launcher.https;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.speakdraw.launcher.https.CertificateFiles.NOW;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;

class ServerCertificateTest {

    @TempDir
    Path folder;

    private CertificateFiles files;

    @BeforeEach
    void prepare() {
        files = new CertificateFiles(folder);
    }

    @ParameterizedTest
    @CsvSource({"RSA, true", "RSA, false", "EC, true", "EC, false"})
    void takesKeysInEitherFormat(String algorithm, boolean pkcs8) throws Exception {
        KeyPair pair = CertificateFiles.keyPair(algorithm);
        X509Certificate own = files.certificate(pair);
        Path key = pkcs8 ? files.writePkcs8("key", pair.getPrivate()) : files.write("key", pair.getPrivate());
        ServerCertificate certificate = ServerCertificate.given(files.write("cert", own), key, NOW);
        assertThat(certificate.chain()).containsExactly(own);
        assertThat(certificate.hosts()).containsExactly("draw.school.example");
    }

    @Test
    void bringsAChainIntoItsOrder() throws Exception {
        KeyPair pair = CertificateFiles.keyPair("EC");
        X509Certificate own = files.certificate(pair);
        X509Certificate stranger = files.certificate(CertificateFiles.keyPair("EC"));
        X509Certificate issuer = files.issuerCertificate();
        Path chain = files.write("cert", issuer, stranger, own);
        ServerCertificate certificate = ServerCertificate.given(chain, files.write("key", pair.getPrivate()), NOW);
        assertThat(certificate.chain()).containsExactly(own, issuer);
    }

    @Test
    void writesAKeyStoreForNobodyElse() throws Exception {
        KeyPair pair = CertificateFiles.keyPair("EC");
        X509Certificate own = files.certificate(pair);
        ServerCertificate certificate = ServerCertificate.given(
                files.write("cert", own, files.issuerCertificate()), files.writePkcs8("key", pair.getPrivate()), NOW);
        Path file = folder.resolve("server.p12");
        certificate.writeKeyStore(file, "first");
        certificate.writeKeyStore(file, "secret");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, "secret".toCharArray());
        }
        assertThat(store.getKey("server", "secret".toCharArray())).isEqualTo(pair.getPrivate());
        assertThat(store.getCertificateChain("server")).hasSize(2).startsWith(own);
    }

    @Test
    void saysThatTheyDoNotBelongTogether() throws Exception {
        Path certificate = files.write("cert", files.certificate(CertificateFiles.keyPair("EC")));
        refuses(certificate, files.write("key", CertificateFiles.keyPair("EC").getPrivate()), "do not belong together");
        refuses(
                certificate,
                files.write("key", CertificateFiles.keyPair("RSA").getPrivate()),
                "do not belong together");
    }

    @Test
    void saysWhenACertificateIsValid() throws Exception {
        KeyPair pair = CertificateFiles.keyPair("EC");
        Path key = files.write("key", pair.getPrivate());
        X509Certificate old = files.certificate(pair, NOW.minus(Duration.ofDays(100)), Duration.ofDays(90));
        refuses(files.write("old", old), key, "expired on 2026-11-17");
        X509Certificate early = files.certificate(pair, NOW.plus(Duration.ofDays(3)), Duration.ofDays(90));
        refuses(files.write("early", early), key, "valid only from 2026-11-30 on");
    }

    @Test
    void saysWhatIsWrongWithAFile() throws Exception {
        KeyPair pair = CertificateFiles.keyPair("RSA");
        Path certificate = files.write("cert", files.certificate(pair));
        Path key = files.write("key", pair.getPrivate());
        refuses(folder.resolve("absent"), key, "absent does not exist");
        refuses(folder, key, "is a folder");
        refuses(key, key, "no certificate in PEM format");
        refuses(certificate, certificate, "no private key in PEM format");
        Path der = Files.write(folder.resolve("der"), files.certificate(pair).getEncoded());
        refuses(der, key, "no certificate in PEM format");
        Path damaged = Files.writeString(
                folder.resolve("damaged"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        refuses(damaged, key, "damaged is damaged");
        Path cut = Files.writeString(
                folder.resolve("cut"), Files.readString(certificate).substring(0, 300));
        refuses(cut, key, "cut");
        Path large = Files.write(folder.resolve("large"), new byte[2 << 20]);
        refuses(large, key, "too large");
    }

    @Test
    void saysHowToUnlockAKey() throws Exception {
        KeyPair pair = CertificateFiles.keyPair("RSA");
        Path certificate = files.write("cert", files.certificate(pair));
        Path locked = files.writeLocked(
                "key",
                pair.getPrivate(),
                new JcePEMEncryptorBuilder("AES-256-CBC")
                        .setProvider(new BouncyCastleProvider())
                        .build("secret".toCharArray()));
        refuses(certificate, locked, "locked by a password");
    }

    @Test
    void refusesKindsOfKeysThatBrowsersDoNotTake() throws Exception {
        KeyPair pair = CertificateFiles.keyPair("Ed25519");
        Path certificate = files.write("cert", files.certificate(pair));
        refuses(certificate, files.writePkcs8("key", pair.getPrivate()), "browsers do not take");
    }

    private static void refuses(Path certificate, Path key, String why) {
        assertThatThrownBy(() -> ServerCertificate.given(certificate, key, NOW))
                .isInstanceOfSatisfying(LaunchException.class, e -> {
                    assertThat(e.failure()).isEqualTo(Failure.USAGE);
                    assertThat(e.failure().exitCode()).isEqualTo(2);
                    assertThat(e).hasMessageContaining(why);
                    assertThat(e.getMessage()).doesNotContain("\n");
                });
    }
}
