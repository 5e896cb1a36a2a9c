package org.speakdraw.launcher.https;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;
import org.speakdraw.launcher.instance.PrivateFile;

/**
 * What a server proves with who it is.
 *
 * @param key   of the first certificate
 * @param chain the server's certificate, then that of its issuer, and so on; without the root, or with it
 */
record ServerCertificate(PrivateKey key, List<X509Certificate> chain) {

    /** What browsers take, and how it signs. */
    private static final Map<String, String> SIGNATURES = Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

    ServerCertificate {
        chain = List.copyOf(chain);
    }

    /**
     * What the user brought.
     *
     * @throws LaunchException for a pair that does not belong together, or that no browser takes now
     */
    static ServerCertificate given(Path certificateFile, Path keyFile, Instant now) {
        List<X509Certificate> certificates = new PemFile(certificateFile, "--cert").certificates();
        PrivateKey key = new PemFile(keyFile, "--key").privateKey();
        if (!SIGNATURES.containsKey(key.getAlgorithm())) {
            throw new LaunchException(
                    Failure.USAGE,
                    "--key: " + keyFile + " is of a kind (" + key.getAlgorithm()
                            + ") that browsers do not take; make one with RSA or with an elliptic curve (EC).");
        }
        X509Certificate own = certificates.stream()
                .filter(certificate -> belongTogether(key, certificate.getPublicKey()))
                .findFirst()
                .orElseThrow(() -> new LaunchException(
                        Failure.USAGE,
                        "--cert and --key do not belong together: " + keyFile + " is not the key of " + certificateFile
                                + "."));
        requireValid(own, certificateFile, now);
        return new ServerCertificate(key, chainFrom(own, certificates));
    }

    private static void requireValid(X509Certificate certificate, Path file, Instant now) {
        Instant end = certificate.getNotAfter().toInstant();
        Instant begin = certificate.getNotBefore().toInstant();
        if (now.isAfter(end)) {
            throw new LaunchException(
                    Failure.USAGE,
                    "--cert: the certificate in " + file + " expired on "
                            + end.atZone(ZoneOffset.UTC).toLocalDate() + "; ask its issuer for a new one.");
        }
        if (now.isBefore(begin)) {
            throw new LaunchException(
                    Failure.USAGE,
                    "--cert: the certificate in " + file + " is valid only from "
                            + begin.atZone(ZoneOffset.UTC).toLocalDate() + " on; is this machine's clock right?");
        }
    }

    /** Files have them in any order, and sometimes others beside them. */
    private static List<X509Certificate> chainFrom(X509Certificate own, Collection<X509Certificate> certificates) {
        List<X509Certificate> chain = new ArrayList<>(List.of(own));
        Optional<X509Certificate> issuer = issuerOf(own, certificates);
        while (issuer.isPresent() && !chain.contains(issuer.get())) {
            chain.add(issuer.get());
            issuer = issuerOf(issuer.get(), certificates);
        }
        return chain;
    }

    private static Optional<X509Certificate> issuerOf(
            X509Certificate certificate, Collection<X509Certificate> candidates) {
        return candidates.stream()
                .filter(candidate -> candidate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
                .findFirst();
    }

    /** Whether what the one signs, the other confirms. */
    static boolean belongTogether(PrivateKey key, PublicKey other) {
        if (!key.getAlgorithm().equals(other.getAlgorithm())) {
            return false;
        }
        byte[] words = {1, 2, 3};
        try {
            Signature signature = Signature.getInstance(SIGNATURES.getOrDefault(key.getAlgorithm(), ""));
            signature.initSign(key);
            signature.update(words);
            byte[] signed = signature.sign();
            signature.initVerify(other);
            signature.update(words);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    X509Certificate own() {
        return chain.get(0);
    }

    /** The names it is for, but those that stand for many ({@code *.school.example}). */
    List<String> hosts() {
        return CertifiedNames.of(own()).hosts().stream()
                .filter(host -> !host.startsWith("*"))
                .toList();
    }

    /** Writes it as the server reads it (PKCS #12), for its owner's eyes only. */
    void writeKeyStore(Path file, String password) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key, password.toCharArray(), chain.toArray(X509Certificate[]::new));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.store(bytes, password.toCharArray());
            PrivateFile.write(file, bytes.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "ServerCertificate[" + own().getSubjectX500Principal() + "]";
    }
}
