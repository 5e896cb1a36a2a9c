package org.speakdraw.launcher.https;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;

/**
 * A file of certificates and keys in the format PEM. Keys may be in PKCS #8, or as OpenSSL writes them (PKCS #1, SEC 1).
 *
 * @param path the file
 * @param name what a person calls it, for example {@code --cert}
 */
record PemFile(Path path, String name) {

    /** A long chain has some ten certificates of 2 kB. */
    private static final long MAX_BYTES = 1 << 20;

    /** The JDK knows others by their identifiers. */
    private static final Map<String, String> ALGORITHMS = Map.of(
            PKCSObjectIdentifiers.rsaEncryption.getId(), "RSA", X9ObjectIdentifiers.id_ecPublicKey.getId(), "EC");

    /** All certificates in their order. */
    List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Object object : objects()) {
            if (object instanceof X509CertificateHolder certificate) {
                certificates.add(parsed(certificate));
            }
        }
        if (certificates.isEmpty()) {
            throw unusable("holds no certificate in PEM format (which begins with -----BEGIN CERTIFICATE-----)");
        }
        return certificates;
    }

    /** The first private key. */
    PrivateKey privateKey() {
        for (Object object : objects()) {
            if (object instanceof PrivateKeyInfo key) {
                return parsed(key);
            }
            if (object instanceof PEMKeyPair pair) {
                return parsed(pair.getPrivateKeyInfo());
            }
            if (object instanceof PEMEncryptedKeyPair || object instanceof PKCS8EncryptedPrivateKeyInfo) {
                throw unusable("is locked by a password; write it without one: openssl pkey -in " + path
                        + " -out unlocked.key");
            }
        }
        throw unusable("holds no private key in PEM format (which begins with -----BEGIN PRIVATE KEY-----)");
    }

    private List<Object> objects() {
        List<Object> objects = new ArrayList<>();
        if (Files.isDirectory(path)) {
            throw unusable("is a folder");
        }
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw unusable("is too large for one in PEM format");
            }
            // Comments between the parts may be in any character set.
            try (Reader text = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1);
                    PEMParser parser = new PEMParser(text)) {
                for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                    objects.add(object);
                }
            }
            return objects;
        } catch (java.nio.file.NoSuchFileException e) {
            throw unusable("does not exist");
        } catch (java.nio.file.FileSystemException e) {
            throw unusable("cannot be read (" + e.getClass().getSimpleName() + ")");
        } catch (IOException | RuntimeException e) {
            if (e instanceof LaunchException known) {
                throw known;
            }
            throw unusable("is damaged (" + e.getMessage() + ")");
        }
    }

    private X509Certificate parsed(X509CertificateHolder certificate) {
        try {
            return new JcaX509CertificateConverter().getCertificate(certificate);
        } catch (GeneralSecurityException e) {
            throw unusable("is damaged (" + e.getMessage() + ")");
        }
    }

    private PrivateKey parsed(PrivateKeyInfo key) {
        String identifier = key.getPrivateKeyAlgorithm().getAlgorithm().getId();
        String algorithm = ALGORITHMS.getOrDefault(identifier, identifier);
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
        } catch (GeneralSecurityException | IOException e) {
            throw unusable("holds a private key that cannot be used (" + e.getMessage() + ")");
        }
    }

    private LaunchException unusable(String why) {
        return new LaunchException(Failure.USAGE, name + ": " + path + " " + why + ".");
    }

    static byte[] bytesOf(String type, byte[]... contents) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            for (byte[] content : contents) {
                writer.writeObject(new PemObject(type, content));
            }
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
