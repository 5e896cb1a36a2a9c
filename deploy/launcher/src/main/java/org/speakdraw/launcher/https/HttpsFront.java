package org.speakdraw.launcher.https;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.speakdraw.launcher.checks.HostNames;
import org.speakdraw.launcher.checks.ListenAddress;

/**
 * All that the server and its user need to know of https.
 *
 * @param listen           where it is spoken
 * @param keyStore         the certificate and its key, PKCS #12
 * @param keyStorePassword made anew for every start
 * @param hosts            names that the certificate is for
 * @param trust            how devices come to trust the certificate; empty for one that they trust already
 */
public record HttpsFront(
        ListenAddress listen, Path keyStore, String keyStorePassword, List<String> hosts, Optional<Trust> trust) {

    private static final int PASSWORD_BYTES = 24;

    /**
     * How devices come to trust an authority of our own.
     *
     * @param folder      with the page {@code trust}
     * @param fingerprint of the authority's certificate, SHA-256
     * @param fresh       whether the authority was made just now, so that no device can trust it yet
     */
    public record Trust(Path folder, String fingerprint, boolean fresh) {}

    /**
     * With the certificate that the user brought.
     *
     * @param folder where what the server reads is written
     */
    public static HttpsFront given(Path folder, ListenAddress listen, Path certificate, Path key) throws IOException {
        ServerCertificate server = ServerCertificate.given(certificate, key, Instant.now());
        return front(folder, listen, server, Optional.empty());
    }

    /** With a certificate of an authority of this installation. */
    public static HttpsFront local(Path folder, ListenAddress listen, HostNames names) throws IOException {
        Files.createDirectories(folder);
        LocalCertificate certificate = LocalCertificate.in(
                folder, names.machine(), names.given(), CertifiedNames.ofThisMachine(names), Instant.now());
        URI address = listen.networkUris().stream().findFirst().orElse(listen.uri());
        Path page = folder.resolve("public");
        TrustPage.write(page, certificate.authority(), address);
        return front(
                folder,
                listen,
                certificate.server(),
                Optional.of(
                        new Trust(page, TrustPage.fingerprint(certificate.authority()), certificate.newAuthority())));
    }

    private static HttpsFront front(Path folder, ListenAddress listen, ServerCertificate server, Optional<Trust> trust)
            throws IOException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Path keyStore = Files.createDirectories(folder).resolve("server.p12");
        server.writeKeyStore(keyStore, password);
        return new HttpsFront(listen, keyStore, password, server.hosts(), trust);
    }

    @Override
    public String toString() {
        return "HttpsFront[" + listen + "]";
    }
}
