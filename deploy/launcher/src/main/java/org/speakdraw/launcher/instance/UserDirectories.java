package org.speakdraw.launcher.instance;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where a program of this user keeps its data, by the customs of the operating system. */
public final class UserDirectories {

    private UserDirectories() {}

    /**
     * The default data directory.
     *
     * @param osName      {@code os.name}
     * @param home        the user's home
     * @param environment variables that override the customs
     */
    public static Path data(String osName, Path home, Map<String, String> environment) {
        String os = osName.toLowerCase(Locale.ROOT);
        if (os.startsWith("mac")) {
            return home.resolve("Library/Application Support/SpeakDraw");
        }
        if (os.startsWith("windows")) {
            return Path.of(environment.getOrDefault(
                            "LOCALAPPDATA", home.resolve("AppData/Local").toString()))
                    .resolve("SpeakDraw");
        }
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        return (xdg.isBlank() ? home.resolve(".local/share") : Path.of(xdg)).resolve("speakdraw");
    }

    /** The default data directory of this process's user on this machine. */
    public static Path data() {
        return data(System.getProperty("os.name"), Path.of(System.getProperty("user.home")), System.getenv());
    }
}
