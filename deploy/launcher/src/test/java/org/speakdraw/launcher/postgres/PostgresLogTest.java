package org.speakdraw.launcher.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresLogTest {

    @TempDir
    Path folder;

    private PostgresLog log;

    @BeforeEach
    void begin() {
        log = new PostgresLog(folder.resolve("postgresql.log"));
    }

    @Test
    void tellsTheCauseAndNotWhatCameOfIt() throws Exception {
        write("10:00 UTC [1] FATAL:  something of yesterday\n");
        long mark = log.mark();
        write("""
                10:01 UTC [2] FATAL:  the database system is starting up
                10:01 UTC [3] PANIC:  could not write to file "pg_wal/xlogtemp.29": No space left on device
                10:01 UTC [1] LOG:  startup process (PID 3) was terminated by signal 6: Aborted
                10:01 UTC [4] FATAL:  could not write lock file "postmaster.pid": No space left on device
                """);
        assertThat(log.causeSince(mark))
                .hasValue("could not write to file \"pg_wal/xlogtemp.29\": No space left on device");
    }

    @Test
    void tellsInitdbsReason() throws Exception {
        write("""
                initdb: warning: something harmless
                initdb: could not look up effective user ID 4242: user does not exist
                initdb: removing data directory "/data/postgres.new"
                """);
        assertThat(log.causeSince(0)).hasValue("could not look up effective user ID 4242: user does not exist");
    }

    @Test
    void tellsThatSomebodyStoppedIt() throws Exception {
        write("10:01 UTC [1] LOG:  received fast shutdown request\n"
                + "10:01 UTC [2] FATAL:  terminating connection due to administrator command\n");
        assertThat(log.causeSince(0))
                .hasValueSatisfying(cause -> assertThat(cause).contains("fast shutdown"));
    }

    @Test
    void knowsNothingOfAKill() throws Exception {
        write("10:01 UTC [1] LOG:  database system is ready to accept connections\n");
        assertThat(log.causeSince(0)).isEmpty();
        assertThat(log.causeSince(log.mark())).isEmpty();
    }

    @Test
    void movesALargeLogAside() throws Exception {
        write("x".repeat(11 << 20));
        log.bound();
        assertThat(log.mark()).isZero();
        assertThat(folder.resolve("postgresql.log.1")).exists();
    }

    private void write(String text) throws Exception {
        Files.writeString(log.file(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
