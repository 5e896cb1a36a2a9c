package org.speakdraw.launcher;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;

/**
 * The checkout, or the image, this launcher belongs to.
 *
 * @param root   top folder
 * @param jar    the launcher's own jar
 * @param server the provisioned server
 */
public record Installation(Path root, Path jar, Path server) {

    /** Found from the place of the launcher's jar: {@code <root>/deploy/launcher/target/speakdraw-launcher.jar}. */
    static Installation locate() {
        Path jar = ownJar();
        Path root = locateRoot();
        Path server = root.resolve("deploy/server/target/server");
        if (!Files.isRegularFile(server.resolve("jboss-modules.jar"))) {
            throw new LaunchException(
                    Failure.OTHER,
                    "The server is not built (" + server + " is missing); run ./speakdraw run, or mvn package.");
        }
        return new Installation(root, jar, server);
    }

    /** Only the top folder, also before the server is built. */
    public static Path locateRoot() {
        return ownJar().resolve("../../../..").normalize();
    }

    Path models() {
        return root.resolve("models");
    }

    private static Path ownJar() {
        try {
            return Path.of(Installation.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
