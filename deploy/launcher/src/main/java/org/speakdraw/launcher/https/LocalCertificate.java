package org.speakdraw.launcher.https;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.speakdraw.launcher.checks.LaunchException;
import org.speakdraw.launcher.instance.PrivateFile;

/**
 * This machine's certificate and the authority it is from, both kept from start to start. The certificate is renewed
 * when the machine has got a name or an address that it does not have, and before it expires; the authority only when
 * the user asks for a name that it may not certify, and near its end, since every device has to be told to trust the new
 * one. Names and public addresses that come and go with the network are certified as far as the authority may.
 *
 * @param server       certificate of the server
 * @param authority    who certifies it
 * @param newAuthority whether no device can trust it yet
 */
record LocalCertificate(ServerCertificate server, LocalAuthority authority, boolean newAuthority) {

    private static final Duration RENEWED_BEFORE_END = Duration.ofDays(60);

    /**
     * The one in the folder, made or renewed where necessary.
     *
     * @param machine what a person calls this machine
     * @param given   names that the user asked for
     * @param names   all of the machine, those among them
     * @throws LaunchException when the folder's files cannot be read
     */
    static LocalCertificate in(Path folder, String machine, List<String> given, CertifiedNames names, Instant now)
            throws IOException {
        CertifiedNames required = new CertifiedNames(Set.copyOf(given), Set.of());
        Optional<LocalAuthority> kept =
                LocalAuthority.keptIn(folder).filter(authority -> authority.canCertify(required, now));
        LocalAuthority authority = kept.isPresent() ? kept.get() : LocalAuthority.make(folder, machine, names, now);
        CertifiedNames permitted = authority.permittedOf(names);
        Optional<ServerCertificate> server = keptServer(folder)
                .filter(certificate -> authority.hasIssued(certificate.own()))
                .filter(certificate -> CertifiedNames.of(certificate.own()).include(permitted))
                .filter(certificate ->
                        certificate.own().getNotAfter().toInstant().isAfter(now.plus(RENEWED_BEFORE_END)));
        if (server.isPresent()) {
            return new LocalCertificate(server.get(), authority, kept.isEmpty());
        }
        ServerCertificate fresh = authority.certify(permitted, now);
        save(folder, fresh);
        return new LocalCertificate(fresh, authority, kept.isEmpty());
    }

    /** Whatever is wrong with the files, a new one is as good. */
    private static Optional<ServerCertificate> keptServer(Path folder) {
        if (!Files.exists(serverFile(folder))) {
            return Optional.empty();
        }
        try {
            PemFile file = new PemFile(serverFile(folder), "server");
            PrivateKey key = file.privateKey();
            List<X509Certificate> chain = file.certificates();
            return Optional.of(new ServerCertificate(key, chain))
                    .filter(certificate -> ServerCertificate.belongTogether(
                            key, certificate.own().getPublicKey()));
        } catch (LaunchException e) {
            return Optional.empty();
        }
    }

    /** Key and chain in one file: never one of them without the other. */
    private static void save(Path folder, ServerCertificate server) throws IOException {
        try {
            byte[][] chain = new byte[server.chain().size()][];
            for (int i = 0; i < chain.length; i++) {
                chain[i] = server.chain().get(i).getEncoded();
            }
            byte[] key = PemFile.bytesOf("PRIVATE KEY", server.key().getEncoded());
            byte[] certificates = PemFile.bytesOf("CERTIFICATE", chain);
            byte[] both = new byte[key.length + certificates.length];
            System.arraycopy(key, 0, both, 0, key.length);
            System.arraycopy(certificates, 0, both, key.length, certificates.length);
            PrivateFile.write(serverFile(folder), both);
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path serverFile(Path folder) {
        return folder.resolve("server.pem");
    }
}
