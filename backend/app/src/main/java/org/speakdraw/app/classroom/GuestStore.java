package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.result.RowView;
import org.speakdraw.app.classroom.Guest.Standing;
import org.speakdraw.app.platform.Database;

/** Who waits at classrooms' doors, in PostgreSQL. Every method works in the thread's transaction, or in one of its own. */
@Singleton
public class GuestStore {

    /** A page that waits asks every few seconds. */
    private static final Duration GONE_AFTER = Duration.ofSeconds(30);

    private static final String COLUMNS = "select participant_id, name, standing from classroom_guest";
    private static final String NOW = "came_at > now() - ? * interval '1 second'";
    private static final String THERE = " and (standing = 'out' or " + NOW + ")";

    private final Database database;

    @Inject
    public GuestStore(Database database) {
        this.database = database;
    }

    /** Those who wait now, and those who are to stay out: in the order of their names, at most {@code limit}. */
    List<Guest> list(UUID classroom, int limit) {
        return database.withHandle(handle -> handle.select(
                        COLUMNS + " where classroom_id = ?" + THERE + " order by standing desc, lower(name) limit ?",
                        classroom,
                        GONE_AFTER.toSeconds(),
                        limit)
                .map(GuestStore::read)
                .list());
    }

    /** How many wait now but for {@code newcomer}, whose page asks again and again. */
    int othersWaiting(UUID classroom, UUID newcomer) {
        return database.withHandle(handle -> handle.select(
                        "select count(*) from classroom_guest where classroom_id = ? and participant_id <> ?"
                                + " and standing = 'waiting' and " + NOW,
                        classroom,
                        newcomer,
                        GONE_AFTER.toSeconds())
                .mapTo(Integer.class)
                .one());
    }

    Optional<Guest> find(UUID classroom, UUID participant) {
        return database.withHandle(handle -> handle.select(
                        COLUMNS + " where classroom_id = ? and participant_id = ?", classroom, participant)
                .map(GuestStore::read)
                .findOne());
    }

    private static Guest read(RowView row) {
        return new Guest(
                row.getColumn("participant_id", UUID.class),
                row.getColumn("name", String.class),
                Standing.valueOf(row.getColumn("standing", String.class).toUpperCase(Locale.ROOT)));
    }

    /** The participant, who is there now, waits or is to stay out; those who have stopped waiting are forgotten. */
    void put(UUID classroom, Guest guest) {
        update(
                "delete from classroom_guest where classroom_id = ? and standing = 'waiting'"
                        + " and came_at < now() - interval '1 hour'",
                classroom);
        update(
                "insert into classroom_guest (classroom_id, participant_id, standing, name) values (?, ?, ?, ?)"
                        + " on conflict (classroom_id, participant_id)"
                        + " do update set standing = excluded.standing, name = excluded.name, came_at = now()",
                classroom,
                guest.id(),
                guest.standing().id(),
                guest.name());
    }

    /** The participant waits at no door any more. */
    void stopWaiting(UUID participant) {
        update("delete from classroom_guest where participant_id = ? and standing = 'waiting'", participant);
    }

    /** False when there was no such guest. */
    boolean remove(UUID classroom, UUID participant) {
        return 1
                == update(
                        "delete from classroom_guest where classroom_id = ? and participant_id = ?",
                        classroom,
                        participant);
    }

    /** How many rows there were. */
    private int update(String sql, Object... values) {
        return database.withHandle(handle -> handle.execute(sql, values));
    }
}
