package org.speakdraw.launcher.https;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.speakdraw.launcher.instance.PrivateFile;

/**
 * An authority of one installation, which certifies its server under names that nobody in public can: those of a
 * machine in a room. Devices trust it when their owner says so. Its key never leaves the data directory.
 *
 * @param key         private key
 * @param certificate what devices are told to trust
 */
record LocalAuthority(PrivateKey key, X509Certificate certificate) {

    private static final Duration LIFE = Duration.ofDays(3650);
    /** Apple's devices take none that is valid for longer than 825 days, and 398 where the authority is a public one. */
    private static final Duration SERVER_LIFE = Duration.ofDays(396);
    /** Devices whose clocks are slow should not have to wait. */
    private static final Duration BACKDATED = Duration.ofDays(1);

    /**
     * Makes one, for these names and private ones, and writes it down.
     *
     * @param machine what a person calls this machine
     */
    static LocalAuthority make(Path folder, String machine, CertifiedNames names, Instant now) throws IOException {
        KeyPair pair = CertificateDraft.keyPair();
        X500Name name = CertificateDraft.commonName("SpeakDraw on " + machine + " since "
                + now.atZone(ZoneOffset.UTC).toLocalDate());
        CertificateDraft draft = new CertificateDraft(name, name, pair.getPublic(), now.minus(BACKDATED), LIFE);
        X509Certificate certificate = draft.signedBy(pair.getPrivate(), extensions -> {
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            extensions.addExtension(
                    Extension.nameConstraints,
                    true,
                    PermittedNames.allowing(names).toExtension());
            extensions.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
        });
        LocalAuthority authority = new LocalAuthority(pair.getPrivate(), certificate);
        Files.deleteIfExists(certificateFile(folder));
        PrivateFile.write(
                keyFile(folder), PemFile.bytesOf("PRIVATE KEY", authority.key().getEncoded()));
        PrivateFile.write(certificateFile(folder), PemFile.bytesOf("CERTIFICATE", authority.encoded()));
        return authority;
    }

    /** The one that was made earlier, if any. */
    static Optional<LocalAuthority> keptIn(Path folder) {
        // Written last: without it, the other one is half of a start that was broken off.
        if (!Files.exists(certificateFile(folder))) {
            return Optional.empty();
        }
        return Optional.of(new LocalAuthority(
                new PemFile(keyFile(folder), "authority").privateKey(),
                new PemFile(certificateFile(folder), "authority").certificates().get(0)));
    }

    /** Whether it can certify a server of these names for a year from now on. */
    boolean canCertify(CertifiedNames names, Instant now) {
        return permittedOf(names).include(names)
                && now.plus(SERVER_LIFE).isBefore(certificate.getNotAfter().toInstant());
    }

    /** Those of the names that it may certify. */
    CertifiedNames permittedOf(CertifiedNames names) {
        try {
            NameConstraints constraints = NameConstraints.getInstance(new JcaX509CertificateHolder(certificate)
                    .getExtension(Extension.nameConstraints)
                    .getParsedValue());
            return new PermittedNames(constraints).of(names);
        } catch (GeneralSecurityException e) {
            return new CertifiedNames(Set.of(), Set.of());
        }
    }

    /** Whether the certificate is one that it gave out. */
    boolean hasIssued(X509Certificate server) {
        try {
            server.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** A certificate for a server of these names, with a key of its own. */
    ServerCertificate certify(CertifiedNames names, Instant now) throws IOException {
        KeyPair pair = CertificateDraft.keyPair();
        X500Name issuer =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        X500Name subject = CertificateDraft.commonName(names.hosts().iterator().next());
        CertificateDraft draft =
                new CertificateDraft(issuer, subject, pair.getPublic(), now.minus(BACKDATED), SERVER_LIFE);
        X509Certificate server = draft.signedBy(key, extensions -> {
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            extensions.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            extensions.addExtension(Extension.subjectAlternativeName, false, names.toExtension());
            extensions.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
        });
        return new ServerCertificate(pair.getPrivate(), List.of(server, certificate));
    }

    /** The certificate in DER. */
    byte[] encoded() {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Path keyFile(Path folder) {
        return folder.resolve("authority.key");
    }

    static Path certificateFile(Path folder) {
        return folder.resolve("authority.crt");
    }

    @Override
    public String toString() {
        return "LocalAuthority[" + certificate.getSubjectX500Principal() + "]";
    }
}
