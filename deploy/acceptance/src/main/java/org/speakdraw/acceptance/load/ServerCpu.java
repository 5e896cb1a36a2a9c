package org.speakdraw.acceptance.load;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** CPU time of the server's process on this machine, from its start to now. */
final class ServerCpu {

    private final ProcessHandle process;

    private ServerCpu(ProcessHandle process) {
        this.process = process;
    }

    /** The process of that id; with 0 the one server that listens on the port on this machine, if it can be found. */
    static Optional<ServerCpu> find(long pid, int port) {
        if (pid > 0) {
            return ProcessHandle.of(pid).map(ServerCpu::new);
        }
        return ProcessHandle.allProcesses()
                .filter(candidate -> arguments(candidate).contains("-Djboss.http.port=" + port))
                .findFirst()
                .map(ServerCpu::new);
    }

    private static List<String> arguments(ProcessHandle process) {
        return process.info().arguments().map(List::of).orElse(List.of());
    }

    long pid() {
        return process.pid();
    }

    Duration used() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
