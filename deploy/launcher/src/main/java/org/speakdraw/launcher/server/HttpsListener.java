package org.speakdraw.launcher.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.speakdraw.launcher.checks.ListenAddress;

/**
 * That the server speaks https, too, and sends whoever asks by plain http there.
 *
 * @param listen   where
 * @param keyStore PKCS #12; its password goes by the environment
 * @param trust    folder whose page {@code trust} is given out by plain http; empty for none
 */
public record HttpsListener(ListenAddress listen, Path keyStore, Optional<Path> trust) {

    /** Variable with the password of the key store. */
    public static final String PASSWORD = "SPEAKDRAW_HTTPS_PASSWORD";

    /** The properties that the server's configuration reads. */
    List<String> options() {
        return Stream.concat(
                        Stream.of(
                                "-Dspeakdraw.https=true",
                                "-Djboss.https.port=" + listen.port(),
                                "-Dspeakdraw.https.keystore=" + keyStore),
                        trust.stream()
                                .flatMap(folder -> Stream.of(
                                        "-Dspeakdraw.https.trust=true", "-Dspeakdraw.https.folder=" + folder)))
                .toList();
    }
}
