package org.speakdraw.app.account;

import com.fasterxml.jackson.core.type.TypeReference;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.speakdraw.app.platform.Json;

/**
 * Which learning platforms may launch lessons; {@code microprofile-config.properties} explains each.
 *
 * @param address of this server
 * @param key     with which this server signs what it sends to platforms
 * @param length  after which one has to launch again
 */
record LtiConfig(OwnAddress address, List<LtiPlatform> platforms, RSAKey key, Duration length) {

    private static final int MIN_KEY_BITS = 2048;

    LtiConfig {
        platforms = List.copyOf(platforms);
    }

    /** @throws IllegalArgumentException naming the file that is not as it has to be */
    static LtiConfig read(OwnAddress address, Path platforms, Path key, Duration length) {
        try {
            List<LtiPlatform> known =
                    Json.mapper().readValue(Files.readString(platforms), new TypeReference<List<LtiPlatform>>() {});
            return new LtiConfig(address, known, keyOf(Files.readString(key)), length);
        } catch (IOException | GeneralSecurityException | JOSEException | ClassCastException e) {
            throw new IllegalArgumentException(
                    "speakdraw.lti.platforms-file " + platforms + " or speakdraw.lti.key-file " + key
                            + " cannot be read: " + e.getClass().getSimpleName(),
                    e);
        }
    }

    private static RSAKey keyOf(String pem) throws GeneralSecurityException, JOSEException {
        String base64 = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
        KeyFactory factory = KeyFactory.getInstance("RSA");
        RSAPrivateCrtKey secret = (RSAPrivateCrtKey) factory.generatePrivate(
                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        if (secret.getModulus().bitLength() < MIN_KEY_BITS) {
            throw new IllegalArgumentException("speakdraw.lti.key-file has a key of "
                    + secret.getModulus().bitLength() + " bits; it needs " + MIN_KEY_BITS);
        }
        RSAPublicKey known = (RSAPublicKey)
                factory.generatePublic(new RSAPublicKeySpec(secret.getModulus(), secret.getPublicExponent()));
        return new RSAKey.Builder(known)
                .privateKey(secret)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.RS256)
                .keyIDFromThumbprint()
                .build();
    }

    @Override
    public String toString() {
        return "LtiConfig[" + platforms + "]";
    }
}
