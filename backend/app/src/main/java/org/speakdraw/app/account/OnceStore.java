package org.speakdraw.app.account;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.Secret;

/** What may be shown once only, in PostgreSQL, so that it holds for all servers of a cluster and after a restart. */
@Singleton
public class OnceStore {

    private final Database database;

    @Inject
    public OnceStore(Database database) {
        this.database = database;
    }

    /**
     * Whether this is the first time; what is too old anyway is forgotten.
     *
     * @param text  random, so that nobody else's is the same
     * @param until when it would be refused as too old
     * @throws org.speakdraw.app.platform.RequestException {@code database-unavailable}
     */
    boolean first(String text, Instant until) {
        return database.inTransaction(() -> database.withHandle(handle -> {
            handle.execute("delete from used_once where until < now()");
            return handle.execute(
                            "insert into used_once (digest, until) values (?, ?) on conflict do nothing",
                            Secret.of(text).digest(),
                            until)
                    == 1;
        }));
    }
}
