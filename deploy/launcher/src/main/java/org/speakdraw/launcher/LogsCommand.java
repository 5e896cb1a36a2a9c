package org.speakdraw.launcher;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the end of the server's log, and what is added to it. */
@Command(name = "logs", mixinStandardHelpOptions = true, description = "Shows the end of the server's log.")
final class LogsCommand implements Callable<Integer> {

    private static final long POLL_MILLIS = 300;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on showing what is added, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "50",
            description = "How many of the last lines (default: ${DEFAULT-VALUE}).")
    private int lines;

    @Mixin
    private DataOption dataOption = new DataOption();

    private final Terminal terminal = Terminal.ofProcess();

    @Override
    public Integer call() throws Exception {
        Path log = dataOption.directory().serverLog();
        if (!Files.exists(log)) {
            terminal.fail("There is no log yet (" + log + ").");
            return 1;
        }
        List<String> all = Files.readString(log, StandardCharsets.UTF_8).lines().toList();
        all.subList(Math.max(0, all.size() - Math.max(0, lines)), all.size()).forEach(terminal::say);
        long position = Files.size(log);
        while (follow) {
            Thread.sleep(POLL_MILLIS);
            position = copyNew(log, position);
        }
        return 0;
    }

    /** Prints what was added since; a file that has become shorter was rotated and is read from its start. */
    private static long copyNew(Path log, long position) throws IOException {
        if (!Files.exists(log) || Files.size(log) == position) {
            return position;
        }
        try (RandomAccessFile in = new RandomAccessFile(log.toFile(), "r")) {
            long length = in.length();
            long start = length < position ? 0 : position;
            byte[] bytes = new byte[(int) (length - start)];
            in.seek(start);
            in.readFully(bytes);
            System.out.write(bytes, 0, bytes.length);
            System.out.flush();
            return length;
        }
    }
}
