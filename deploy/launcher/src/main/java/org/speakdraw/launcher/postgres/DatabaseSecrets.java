package org.speakdraw.launcher.postgres;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import org.speakdraw.launcher.instance.PrivateFile;

/**
 * The passwords of the embedded database, made once and kept in a file that only its owner can read.
 *
 * @param administrator of the superuser {@code postgres}, for the launcher
 * @param application   of the role {@code speakdraw}, for the server
 */
record DatabaseSecrets(String administrator, String application) {

    /** Reads the file, or makes it with fresh passwords of 192 random bits. */
    static DatabaseSecrets keptIn(Path file) throws IOException {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
            return new DatabaseSecrets(
                    properties.getProperty("administrator", ""), properties.getProperty("application", ""));
        }
        DatabaseSecrets fresh = new DatabaseSecrets(password(), password());
        properties.setProperty("administrator", fresh.administrator());
        properties.setProperty("application", fresh.application());
        StringWriter text = new StringWriter();
        properties.store(text, null);
        PrivateFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
        return fresh;
    }

    private static String password() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "DatabaseSecrets[...]";
    }
}
