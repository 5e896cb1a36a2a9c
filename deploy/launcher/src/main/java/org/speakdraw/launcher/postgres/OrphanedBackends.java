package org.speakdraw.launcher.postgres;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * PostgreSQL's processes whose postmaster was killed. They end when they notice, a busy one late, and until then hold
 * the shared memory without which no new server may start. Found by {@code /proc}, so on Linux; elsewhere PostgreSQL
 * refuses to start until they are gone, and is asked again.
 */
final class OrphanedBackends {

    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Path folder;

    OrphanedBackends(Path folder) {
        this.folder = folder;
    }

    /** Kills them: what they committed is in the journal, and the next start recovers from it. */
    void end() {
        long deadline = System.nanoTime() + GRACE_NANOS;
        List<ProcessHandle> orphans = find();
        while (!orphans.isEmpty() && System.nanoTime() - deadline < 0) {
            orphans.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(PAUSE_NANOS);
            orphans = find();
        }
    }

    private List<ProcessHandle> find() {
        return ProcessHandle.allProcesses()
                .filter(PostmasterFile::isPostgres)
                .filter(process -> PostmasterFile.worksIn(folder, process, false))
                .toList();
    }
}
