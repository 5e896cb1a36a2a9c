package org.speakdraw.launcher.https;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate before it is signed. Keys are of the curve P-256, which every browser takes.
 *
 * @param issuer  who signs it
 * @param subject whom it is about
 * @param key     the subject's
 * @param begin   of its validity
 * @param life    length of its validity
 */
record CertificateDraft(X500Name issuer, X500Name subject, PublicKey key, Instant begin, Duration life) {

    private static final String SIGNATURE = "SHA256withECDSA";
    private static final int LONGEST_NAME = 64;
    private static final int SERIAL_BITS = 128;

    /** What a certificate says besides. */
    interface Extensions {
        void addTo(JcaX509v3CertificateBuilder builder) throws GeneralSecurityException, IOException;
    }

    X509Certificate signedBy(PrivateKey issuerKey, Extensions extensions) throws IOException {
        // One bit more is set, so that it is never zero nor negative.
        BigInteger serial = new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer, serial, Date.from(begin), Date.from(begin.plus(life)), subject, key);
        try {
            extensions.addTo(builder);
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(issuerKey)));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    static X500Name commonName(String name) {
        String text = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, text).build();
    }

    static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
