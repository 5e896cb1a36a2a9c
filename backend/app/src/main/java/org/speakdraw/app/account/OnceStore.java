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
     * Whether this is the first time.
     *
     * @param text  random, so that nobody else's is the same
     * @param until when it would be refused as too old
     * @throws org.speakdraw.app.platform.RequestException {@code database-unavailable}
     */
    boolean first(String text, Instant until) {
        return database.withHandle(handle -> handle.execute(
                        "insert into used_once (digest, until) values (?, ?) on conflict do nothing",
                        Secret.of(text).digest(),
                        until)
                == 1);
    }

    /**
     * Forgets what was too old anyway before {@code time}, and by now by the database's clock: one server whose own is fast
     * must not have the others take it again. How much it was.
     */
    int removeBefore(Instant time) {
        return database.withHandle(
                handle -> handle.execute("delete from used_once where until < least(?, now())", time));
    }
}
