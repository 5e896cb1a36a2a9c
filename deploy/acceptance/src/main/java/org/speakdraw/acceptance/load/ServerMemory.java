package org.speakdraw.acceptance.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.speakdraw.acceptance.client.HttpApi;

/**
 * What the server's process holds after a garbage collection; memory in bytes.
 *
 * @param heap        live objects
 * @param direct      buffers outside the heap that Java knows of
 * @param resident    all of the process, with what the networks hold; 0 where the system does not tell
 * @param threads     of the process; 0 where the system does not tell
 * @param descriptors open files and sockets; 0 where the system does not tell
 */
record ServerMemory(long heap, long direct, long resident, long threads, long descriptors) {

    private static final Pattern HEAP = Pattern.compile("jvm_memory_used_bytes\\{area=\"heap\"[^}]*} (\\S+)");
    private static final Pattern DIRECT = Pattern.compile("jvm_buffer_memory_used_bytes\\{id=\"direct\"[^}]*} (\\S+)");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private static final Pattern THREADS = Pattern.compile("Threads:\\s+(\\d+)");

    /** Collects garbage in the server and reads its numbers. */
    static ServerMemory read(HttpApi api, ServerCpu server) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        new ProcessBuilder(jcmd.toString(), Long.toString(server.pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        String metrics = api.get("/metrics").body();
        Path status = Path.of("/proc", Long.toString(server.pid()), "status");
        String process = Files.isReadable(status) ? Files.readString(status) : "";
        return new ServerMemory(
                sum(HEAP, metrics),
                sum(DIRECT, metrics),
                1024 * sum(RESIDENT, process),
                sum(THREADS, process),
                descriptors(server.pid()));
    }

    private static long descriptors(long pid) throws IOException {
        Path open = Path.of("/proc", Long.toString(pid), "fd");
        if (!Files.isReadable(open)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(open)) {
            return files.count();
        }
    }

    private static long sum(Pattern pattern, String text) {
        double sum = 0;
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            sum += Double.parseDouble(matcher.group(1));
        }
        return (long) sum;
    }

    /** Comma separated: heap, direct and resident in megabytes, threads, descriptors. */
    String csv() {
        return String.format(
                Locale.ROOT, "%.1f,%.1f,%.1f,%d,%d", heap / 1e6, direct / 1e6, resident / 1e6, threads, descriptors);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "heap after GC %.1f MB, direct buffers %.1f MB, resident %.1f MB, %d threads, %d descriptors",
                heap / 1e6,
                direct / 1e6,
                resident / 1e6,
                threads,
                descriptors);
    }
}
