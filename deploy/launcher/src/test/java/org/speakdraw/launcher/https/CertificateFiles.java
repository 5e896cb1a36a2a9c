package org.speakdraw.launcher.https;

import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.openssl.PEMEncryptor;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;

/** Certificates and keys as users bring them, made with keys of any kind. */
final class CertificateFiles {

    static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

    private final Path folder;
    private final KeyPair issuer = CertificateDraft.keyPair();

    CertificateFiles(Path folder) {
        this.folder = folder;
    }

    static KeyPair keyPair(String algorithm) throws Exception {
        return algorithm.equals("EC")
                ? CertificateDraft.keyPair()
                : KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    }

    X509Certificate certificate(KeyPair pair, Instant begin, Duration life) throws IOException {
        return new CertificateDraft(
                        CertificateDraft.commonName("An issuer"),
                        CertificateDraft.commonName("draw.school.example"),
                        pair.getPublic(),
                        begin,
                        life)
                .signedBy(
                        issuer.getPrivate(),
                        extensions -> extensions.addExtension(
                                Extension.subjectAlternativeName,
                                false,
                                new CertifiedNames(
                                                Set.of("draw.school.example", "*.room.school.example"),
                                                Set.of(InetAddress.getByName("192.0.2.7")))
                                        .toExtension()));
    }

    X509Certificate certificate(KeyPair pair) throws IOException {
        return certificate(pair, NOW.minus(Duration.ofDays(1)), Duration.ofDays(90));
    }

    X509Certificate issuerCertificate() throws IOException {
        return new CertificateDraft(
                        CertificateDraft.commonName("An issuer"),
                        CertificateDraft.commonName("An issuer"),
                        issuer.getPublic(),
                        NOW.minus(Duration.ofDays(1)),
                        Duration.ofDays(900))
                .signedBy(issuer.getPrivate(), extensions -> {});
    }

    /** As OpenSSL writes them: certificates, and whole key pairs in the older formats. */
    Path write(String name, Object... objects) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            for (Object object : objects) {
                writer.writeObject(object instanceof ECPrivateKey key ? sec1(key) : object);
            }
        }
        return Files.writeString(folder.resolve(name), text.toString());
    }

    /** OpenSSL names the curve inside. */
    private static PemObject sec1(ECPrivateKey key) throws IOException {
        return new PemObject(
                "EC PRIVATE KEY",
                new org.bouncycastle.asn1.sec.ECPrivateKey(256, key.getS(), SECObjectIdentifiers.secp256r1)
                        .getEncoded());
    }

    Path writeLocked(String name, PrivateKey key, PEMEncryptor lock) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(key, lock);
        }
        return Files.writeString(folder.resolve(name), text.toString());
    }

    Path writePkcs8(String name, PrivateKey key) throws IOException {
        return Files.write(folder.resolve(name), PemFile.bytesOf("PRIVATE KEY", key.getEncoded()));
    }
}
