package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.RequestException;

/**
 * How lessons stand, in PostgreSQL, so that they go on on another server. Each is written by the one that opened it last. Every
 * method works in the thread's transaction, or in one of its own.
 */
@Singleton
public class LessonStore {

    private static final System.Logger LOG = System.getLogger(LessonStore.class.getName());

    /** After which nobody is taken to be in the same lesson still. */
    static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(30);

    private final Database database;
    private final UUID holder = UUID.randomUUID();

    /** What is of nobody in particular. */
    private record Standing(Lesson lesson, LessonLocks locks) {}

    @Inject
    public LessonStore(Database database) {
        this.database = database;
    }

    /** From now on this server writes how the lesson stands; how it does: as it begins, unless somebody was in it lately. */
    KeptLesson open(UUID classroom) {
        return database.withHandle(handle -> {
            handle.execute(
                    "delete from lesson where classroom_id = ? and kept_at < now() - ? * interval '1 second'",
                    classroom,
                    FORGOTTEN_AFTER.toSeconds());
            handle.execute(
                    "insert into lesson (classroom_id, holder) select id, ? from classroom where id = ?"
                            + " on conflict (classroom_id) do update set holder = excluded.holder",
                    holder,
                    classroom);
            return read(handle, classroom);
        });
    }

    private static KeptLesson read(Handle handle, UUID classroom) {
        HashSet<UUID> blackedOut = new HashSet<>(
                handle.select("select participant_id from lesson_black_out where classroom_id = ?", classroom)
                        .mapTo(UUID.class)
                        .list());
        return handle.select("select standing, spotlit from lesson where classroom_id = ?", classroom)
                .map(row -> {
                    Standing standing = standing(row.getColumn("standing", String.class));
                    return new KeptLesson(
                            standing.lesson,
                            standing.locks,
                            blackedOut,
                            Optional.ofNullable(row.getColumn("spotlit", UUID.class)));
                })
                .findOne()
                .orElse(KeptLesson.BEGINNING);
    }

    private static Standing standing(String json) {
        try {
            // At first, or from another version, parts of it are not there.
            Standing read = Json.read(json, Standing.class, ApiError.INTERNAL);
            return new Standing(
                    Objects.requireNonNullElse(read.lesson, Lesson.BEGINNING),
                    Objects.requireNonNullElse(read.locks, LessonLocks.NONE));
        } catch (RequestException e) {
            LOG.log(System.Logger.Level.WARNING, "How a lesson stood cannot be read: {0}", e.getMessage());
            return new Standing(Lesson.BEGINNING, LessonLocks.NONE);
        }
    }

    /**
     * Nothing happens where another server has opened the lesson since. A lesson that was forgotten meanwhile, as while the
     * database could not be reached from here alone, is kept again.
     */
    void keep(UUID classroom, KeptLesson now) {
        database.useHandle(handle -> {
            int mine = handle.execute(
                    "insert into lesson (classroom_id, holder, standing, spotlit)"
                            + " select id, ?, ?::jsonb, (select id from participant where id = ?) from classroom where id = ?"
                            + " on conflict (classroom_id) do update set standing = excluded.standing,"
                            + " spotlit = excluded.spotlit, kept_at = now() where lesson.holder = excluded.holder",
                    holder,
                    Json.write(new Standing(now.lesson(), now.locks())),
                    now.spotlit().orElse(null),
                    classroom);
            if (mine == 1) {
                handle.execute("delete from lesson_black_out where classroom_id = ?", classroom);
                now.blackedOut()
                        .forEach(student -> handle.execute(
                                "insert into lesson_black_out (classroom_id, participant_id)"
                                        + " select ?, id from participant where id = ?",
                                classroom,
                                student));
            }
        });
    }

    /** The lesson is over; likewise. */
    void forget(UUID classroom) {
        database.useHandle(handle ->
                handle.execute("delete from lesson where classroom_id = ? and holder = ?", classroom, holder));
    }

    /**
     * Forgets lessons that nobody has been in since {@code age}, nor for {@link #FORGOTTEN_AFTER} by the database's clock: one
     * server whose own is fast must not take away what the others keep. How many there were.
     */
    int removeBefore(Instant age) {
        return database.withHandle(handle -> handle.execute(
                "delete from lesson where kept_at < least(?, now() - ? * interval '1 second')",
                age,
                FORGOTTEN_AFTER.toSeconds()));
    }
}
