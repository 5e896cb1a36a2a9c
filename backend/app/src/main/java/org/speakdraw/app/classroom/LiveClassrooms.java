package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.stream.steering.SteeredSessions;

/** The lessons that are on. Thread-safe. */
@Singleton
public class LiveClassrooms {

    private static final System.Logger LOG = System.getLogger(LiveClassrooms.class.getName());

    /** More than any server has pictures for. */
    static final int MAX_LESSONS = 200;

    /** After which a lesson without a page is over: a break between two lessons. */
    private static final Duration OVER_AFTER = Duration.ofMinutes(30);

    private final Database database;
    private final ClassroomStore store;
    private final GuestStore guests;
    private final PictureReports reports;
    private final LessonKeeping keeping;
    private final SteeredSessions steering;
    private final SettingsSchema schema;
    private final StreamLimits limits;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Map<UUID, LiveClassroom> rooms = new ConcurrentHashMap<>();

    @Inject
    public LiveClassrooms(
            Database database,
            ClassroomStore store,
            GuestStore guests,
            PictureReports reports,
            LessonKeeping keeping,
            SteeredSessions steering,
            SettingsSchema schema,
            StreamLimits limits,
            InstantSource clock) {
        this(database, store, guests, reports, keeping, steering, schema, limits, clock, System::nanoTime);
    }

    /** The same with any clock for what takes a while. */
    LiveClassrooms(
            Database database,
            ClassroomStore store,
            GuestStore guests,
            PictureReports reports,
            LessonKeeping keeping,
            SteeredSessions steering,
            SettingsSchema schema,
            StreamLimits limits,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.database = database;
        this.store = store;
        this.guests = guests;
        this.reports = reports;
        this.keeping = keeping;
        this.steering = steering;
        this.schema = schema;
        this.limits = limits;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Makes sure that the classroom's lesson is on, with everybody who is in the classroom now; it goes on as it stood on another
     * server. Asks the database.
     *
     * @throws RequestException {@code classroom-unknown}, {@code server-full}
     */
    void open(UUID classroom) {
        if (!rooms.containsKey(classroom)) {
            if (rooms.size() >= MAX_LESSONS && !endOneNeverEntered()) {
                throw new RequestException(ApiError.SERVER_FULL, "There are " + MAX_LESSONS + " lessons already.");
            }
            Classroom kept = store.find(classroom)
                    .orElseThrow(() -> new RequestException(ApiError.CLASSROOM_UNKNOWN, "There is no such classroom."));
            KeptLesson standing = keeping.open(classroom);
            rooms.computeIfAbsent(classroom, id -> {
                LiveClassroom room = new LiveClassroom(kept, steering, schema, limits, clock, nanoTime);
                room.restore(standing);
                return room;
            });
        }
        refresh(classroom);
    }

    /** Makes room for a class that comes: that of the lesson which has waited longest for anybody at all. */
    private boolean endOneNeverEntered() {
        Optional<LiveClassroom> longest = rooms.values().stream()
                .filter(room -> !room.entered())
                .max(Comparator.comparing(LiveClassroom::unattended));
        longest.ifPresent(room -> end(room, RoomClosing.IDLE));
        return longest.isPresent();
    }

    /** The lesson, if it is on. */
    Optional<LiveClassroom> find(UUID classroom) {
        return Optional.ofNullable(rooms.get(classroom));
    }

    /** Takes over at once what was changed in the database, should the lesson be on. */
    void refresh(UUID classroom) {
        find(classroom).ifPresent(this::refresh);
    }

    private void refresh(LiveClassroom room) {
        long look = room.beginLook();
        Optional<LiveClassroom.Found> found = database.inTransaction(() -> store.find(room.id())
                .map(now -> new LiveClassroom.Found(
                        now,
                        store.members(room.id(), LiveClassroom.MAX_STUDENTS + 1),
                        guests.list(room.id(), LiveClassroom.MAX_STUDENTS),
                        reports.undecided(room.id()))));
        found.ifPresentOrElse(now -> room.takeOver(look, now), () -> end(room, RoomClosing.GONE));
    }

    /** It is over here. */
    void end(LiveClassroom room, RoomClosing closing) {
        rooms.remove(room.id(), room);
        room.close(closing);
        if (closing == RoomClosing.IDLE && room.entered()) {
            keeping.forget(room);
        }
    }

    /** Every two seconds or so: ends lessons that nobody is in, and takes over what others have changed in the database. */
    void refreshAll() {
        each(room -> {
            if (room.unattended(OVER_AFTER)) {
                end(room, RoomClosing.IDLE);
            } else {
                refresh(room);
            }
        });
    }

    /** The classrooms whose lessons are on. */
    Collection<UUID> ids() {
        return List.copyOf(rooms.keySet());
    }

    /** Twice a second: see {@link LiveClassroom#tick}. */
    void tick() {
        each(LiveClassroom::tick);
    }

    /** A few times a second: see {@link LiveClassroom#showLarge}. */
    void showLarge() {
        each(LiveClassroom::showLarge);
    }

    /** The server goes down. */
    void endAll() {
        each(room -> end(room, RoomClosing.SHUTDOWN));
    }

    /** Does it for all lessons. One's trouble must not stop the clock for all; what is thrown would end the schedule. */
    void each(Consumer<LiveClassroom> work) {
        rooms.values().forEach(room -> {
            try {
                work.accept(room);
            } catch (RequestException away) {
                // The database is away: what was known last holds.
                LOG.log(System.Logger.Level.DEBUG, "A classroom could not be looked at", away);
            } catch (Throwable e) {
                LOG.log(System.Logger.Level.ERROR, "A classroom could not be looked after", e);
            }
        });
    }
}
