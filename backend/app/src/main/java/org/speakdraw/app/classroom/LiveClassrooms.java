package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.speakdraw.app.cluster.ResidentClasses;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.stream.steering.SteeredSessions;

/** The lessons that are on. Thread-safe. */
@Singleton
public class LiveClassrooms implements ResidentClasses {

    private static final System.Logger LOG = System.getLogger(LiveClassrooms.class.getName());

    /** More than any server has pictures for. */
    static final int MAX_LESSONS = 200;

    /** After which a lesson without a page is over: a break between two lessons. */
    private static final Duration OVER_AFTER = Duration.ofMinutes(30);
    /** How it stands is kept at least so often, which says that it is on. */
    private static final Duration KEEP_EVERY = Duration.ofMinutes(1);

    private final Database database;
    private final ClassroomStore store;
    private final GuestStore guests;
    private final PictureReports reports;
    private final LessonStore lessons;
    private final SteeredSessions steering;
    private final SettingsSchema schema;
    private final StreamLimits limits;
    private final InstantSource clock;
    private final Map<UUID, LiveClassroom> rooms = new ConcurrentHashMap<>();
    /** How lessons stood when that was last kept. */
    private final Map<UUID, Saved> saved = new ConcurrentHashMap<>();

    private record Saved(KeptLesson lesson, Instant at) {}

    @Inject
    public LiveClassrooms(
            Database database,
            ClassroomStore store,
            GuestStore guests,
            PictureReports reports,
            LessonStore lessons,
            SteeredSessions steering,
            SettingsSchema schema,
            StreamLimits limits,
            InstantSource clock) {
        this.database = database;
        this.store = store;
        this.guests = guests;
        this.reports = reports;
        this.lessons = lessons;
        this.steering = steering;
        this.schema = schema;
        this.limits = limits;
        this.clock = clock;
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
            KeptLesson standing = lessons.open(classroom);
            rooms.computeIfAbsent(classroom, id -> {
                LiveClassroom room = new LiveClassroom(kept, steering, schema, limits, clock);
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
                .min(Comparator.comparing(LiveClassroom::attended));
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

    private void end(LiveClassroom room, RoomClosing closing) {
        rooms.remove(room.id(), room);
        saved.remove(room.id());
        room.close(closing);
        if (closing == RoomClosing.IDLE && room.entered()) {
            lessons.forget(room.id());
        }
    }

    /**
     * Every two seconds or so: takes over what was changed in the database by others, such as names, and keeps there how lessons
     * stand.
     */
    void refreshAll() {
        each(this::refresh);
        each(this::keep);
    }

    @Override
    public void keepClasses() {
        each(this::keep);
    }

    /** One at a time, so that nothing older is written after something newer. */
    private synchronized void keep(LiveClassroom room) {
        Instant time = clock.instant();
        Saved before = saved.get(room.id());
        room.kept()
                .filter(now ->
                        before == null || !now.equals(before.lesson) || !time.isBefore(before.at.plus(KEEP_EVERY)))
                .ifPresent(now -> {
                    lessons.keep(room.id(), now);
                    saved.put(room.id(), new Saved(now, time));
                    if (!rooms.containsValue(room)) {
                        // It has ended meanwhile.
                        saved.remove(room.id());
                    }
                });
    }

    @Override
    public Collection<UUID> classes() {
        return List.copyOf(rooms.keySet());
    }

    /** Where it goes on it does as it stands now, unless somebody is there already. */
    @Override
    public void releaseClass(UUID classroom) {
        find(classroom).ifPresent(room -> {
            try {
                keep(room);
            } catch (RuntimeException e) {
                // It goes on as it stood a moment ago.
                LOG.log(System.Logger.Level.WARNING, "A lesson could not be kept: {0}", e.getMessage());
            }
            end(room, RoomClosing.MOVED);
        });
    }

    /** Twice a second: see {@link LiveClassroom#tick}. */
    void tick() {
        each(room -> {
            room.tick();
            if (room.unattended(OVER_AFTER)) {
                end(room, RoomClosing.IDLE);
            }
        });
    }

    /** A few times a second: see {@link LiveClassroom#showLarge}. */
    void showLarge() {
        each(LiveClassroom::showLarge);
    }

    /** The server goes down. */
    void endAll() {
        each(room -> end(room, RoomClosing.SHUTDOWN));
    }

    /** One's trouble must not stop the clock for all; what is thrown would end the schedule. */
    private void each(Consumer<LiveClassroom> work) {
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
