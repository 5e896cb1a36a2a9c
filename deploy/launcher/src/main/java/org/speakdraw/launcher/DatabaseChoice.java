package org.speakdraw.launcher;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.speakdraw.launcher.instance.DataDirectory;
import org.speakdraw.launcher.postgres.DatabaseAddress;
import org.speakdraw.launcher.postgres.PostgresBinaries;
import org.speakdraw.launcher.postgres.PostgresServer;

/**
 * The database this run uses: the one the environment names, or the embedded one, started here.
 *
 * @param address     for the server
 * @param embedded    the embedded database; empty for an external one
 * @param description for {@code status}
 */
record DatabaseChoice(DatabaseAddress address, Optional<PostgresServer> embedded, String description) {

    static DatabaseChoice make(
            DataDirectory data, Path cache, Map<String, String> environment, Lifecycle lifecycle, Terminal terminal)
            throws Exception {
        Optional<DatabaseAddress> external = DatabaseAddress.fromEnvironment(environment);
        if (external.isPresent()) {
            DatabaseAddress address = external.get();
            terminal.step("Asking the database");
            address.problem()
                    .ifPresent(problem -> terminal.warn("the database " + address.describe() + " cannot be used now ("
                            + problem + "); going on without history, and with it as soon as it answers."));
            return new DatabaseChoice(address, Optional.empty(), address.describe());
        }
        terminal.step("Starting the database");
        PostgresServer server = lifecycle.start(() -> PostgresServer.start(
                PostgresBinaries.unpackedIn(cache),
                data.postgres(),
                data.databaseSecrets(),
                data.logs().resolve("postgresql.log")));
        return new DatabaseChoice(
                server.address(),
                Optional.of(server),
                "embedded, " + server.address().describe());
    }

    /** The embedded database's process id file; empty without one. */
    String pidFile() {
        return embedded.map(server -> server.pidFile().toString()).orElse("");
    }
}
