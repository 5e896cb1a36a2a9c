package org.speakdraw.launcher.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What the server's process prints, copied into files of a bounded size: the current one and two former ones, {@code
 * .1} being the newer. Every start begins a new file, so that a crash's last words are still there after it.
 */
final class ConsoleLog {

    private static final long LIMIT_BYTES = 1L << 20;
    private static final int FORMER = 2;

    private final Path file;
    private final long limit;

    ConsoleLog(Path file) {
        this(file, LIMIT_BYTES);
    }

    ConsoleLog(Path file, long limit) {
        this.file = file;
        this.limit = limit;
    }

    /** Copies until the process has closed its end, on a thread of its own. */
    Thread copyInBackground(InputStream output) {
        Thread copier = new Thread(() -> copy(output), "server-console");
        copier.setDaemon(true);
        copier.start();
        return copier;
    }

    void copy(InputStream output) {
        byte[] buffer = new byte[8192];
        int count = 0;
        while (count >= 0) {
            try {
                rotate();
                try (OutputStream out = Files.newOutputStream(file)) {
                    long written = 0;
                    while (written < limit && (count = output.read(buffer)) >= 0) {
                        out.write(buffer, 0, count);
                        written += count;
                    }
                }
            } catch (IOException e) {
                // The disk is full. Whoever reads nothing more would stop the server at its next word.
                count = discard(output, buffer);
            }
        }
    }

    private static int discard(InputStream output, byte[] buffer) {
        try {
            return output.read(buffer);
        } catch (IOException e) {
            return -1;
        }
    }

    private void rotate() throws IOException {
        for (int age = FORMER; age > 0; age--) {
            Path younger = age == 1 ? file : former(age - 1);
            if (Files.exists(younger) && Files.size(younger) > 0) {
                Files.move(younger, former(age), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path former(int age) {
        return file.resolveSibling(file.getFileName() + "." + age);
    }
}
