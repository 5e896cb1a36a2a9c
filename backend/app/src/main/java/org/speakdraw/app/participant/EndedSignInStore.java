package org.speakdraw.app.participant;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.Secret;

/** Sign-ins that people have ended, in PostgreSQL, so that it holds for all servers of a cluster and after a restart. */
@Singleton
public class EndedSignInStore {

    /** Some hundred times what a large school ends within a day. */
    private static final int MAX_READ = 100_000;

    private final Database database;

    @Inject
    public EndedSignInStore(Database database) {
        this.database = database;
    }

    /**
     * A sign-in that was ended.
     *
     * @param cookie digest of its cookie
     * @param until  when it would have ended by itself
     */
    record Ended(Secret cookie, Instant until) {}

    /** Keeps it until it would have ended by itself. */
    void add(Ended ended) {
        database.useHandle(handle -> handle.execute(
                "insert into ended_sign_in (cookie, until) values (?, ?) on conflict do nothing",
                ended.cookie().digest(),
                ended.until()));
    }

    /** Those that were ended within the last {@code age} and would still go on. */
    List<Ended> within(Duration age) {
        return database.withHandle(handle -> handle.select(
                        "select cookie, until from ended_sign_in"
                                + " where until > now() and ended_at > now() - ? * interval '1 second'"
                                + " order by ended_at desc limit ?",
                        age.toSeconds(),
                        MAX_READ)
                .map(row -> new Ended(
                        Secret.ofDigest(row.getColumn("cookie", byte[].class)), row.getColumn("until", Instant.class)))
                .list());
    }

    /**
     * Forgets those that would have ended by themselves before {@code time}, and by now by the database's clock: one server
     * whose own is fast must not let in whom the others keep out. How many there were.
     */
    public int removeBefore(Instant time) {
        return database.withHandle(
                handle -> handle.execute("delete from ended_sign_in where until < least(?, now())", time));
    }
}
