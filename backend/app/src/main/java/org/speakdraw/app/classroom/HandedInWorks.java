package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.speakdraw.app.fairness.RequestRate;
import org.speakdraw.app.participant.Participant;
import org.speakdraw.app.participant.Participants;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.safety.Concern;
import org.speakdraw.app.stream.steering.SteeredSession;
import org.speakdraw.app.stream.steering.SteeredSessions;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.imaging.JpegCodec;
import org.speakdraw.inference.imaging.JpegLimits;

/**
 * What students hand in: the picture that they see, kept because they say so. Teachers see all of their classroom, students
 * their own. Every method throws {@code database-unavailable} while the database is away. Thread-safe.
 */
@Singleton
public class HandedInWorks {

    /** A lesson's drafts and what became of them. */
    static final int MAX_OF_STUDENT = 12;

    static final int MAX_OF_CLASSROOM = 400;

    /** As the table has it; a larger picture is compressed again. */
    private static final int MAX_BYTES = 1 << 20;

    /** More than any that this server's own encoder makes. */
    private static final int LARGEST_BYTES = 16 << 20;

    private static final int LARGEST_PIXELS = 2048 * 2048;
    private static final int QUALITY_OF_LARGE = 80;
    private static final int PER_MINUTE = 20;

    private final Database database;
    private final HandedInWorkStore store;
    private final ClassroomStore classrooms;
    private final Classrooms doors;
    private final Participants participants;
    private final SteeredSessions steering;
    private final JpegCodec codec = new JpegCodec(new JpegLimits(LARGEST_BYTES, LARGEST_PIXELS));
    private final RequestRate rate = new RequestRate(PER_MINUTE);

    @Inject
    public HandedInWorks(
            Database database,
            HandedInWorkStore store,
            ClassroomStore classrooms,
            Classrooms doors,
            Participants participants,
            SteeredSessions steering) {
        this.database = database;
        this.store = store;
        this.classrooms = classrooms;
        this.doors = doors;
        this.participants = participants;
        this.steering = steering;
    }

    /** A classroom, and what of it the caller may see. */
    record Gallery(Classroom classroom, List<HandedInWork> works) {}

    /**
     * Keeps the picture that the student sees.
     *
     * @throws RequestException {@code not-in-the-classroom}; {@code picture-missing} when there is none; {@code
     *     picture-refused}, {@code
     *     too-many-works}, {@code too-many-requests}
     */
    HandedInWork handIn(UUID classroom, UUID student) {
        long wait = rate.request(student.toString(), System.nanoTime());
        if (wait > 0) {
            throw RequestException.tooMany(
                    ApiError.TOO_MANY_REQUESTS, "You hand in too fast. Wait a moment.", Duration.ofNanos(wait));
        }
        doors.requireStudent(student, classroom);
        SteeredSession session = Optional.ofNullable(
                        steering.current(Set.of(student)).get(student))
                .orElseThrow(HandedInWorks::noPicture);
        byte[] latest = session.picture().orElseThrow(HandedInWorks::noPicture);
        Frame shown = codec.decode(latest, 0, latest.length);
        // The very picture that is kept: the stream's watch looks at some only, and others have gone out since.
        if (session.refuses(shown)
                || session.concern().filter(Concern.PICTURE::equals).isPresent()) {
            throw new RequestException(
                    ApiError.PICTURE_REFUSED, "This picture may be one that is not for school. Paint another one.");
        }
        byte[] picture = latest.length <= MAX_BYTES ? latest : codec.encode(shown, QUALITY_OF_LARGE);
        String prompt = session.settings().path("prompt").asText("");
        UUID id = UUID.randomUUID();
        return database.inTransaction(() -> {
            // Two at once would otherwise both find room for one.
            classrooms.lock(classroom);
            if (store.ofStudent(classroom, student).size() >= MAX_OF_STUDENT) {
                throw new RequestException(
                        ApiError.TOO_MANY_WORKS,
                        "You have handed in " + MAX_OF_STUDENT + " pictures. Take one back first.");
            }
            if (store.countInClassroom(classroom) >= MAX_OF_CLASSROOM) {
                throw new RequestException(
                        ApiError.TOO_MANY_WORKS, "Your class has handed in as much as there is room for.");
            }
            store.insert(id, classroom, student, prompt, picture);
            return require(classroom, id);
        });
    }

    private static RequestException noPicture() {
        return new RequestException(ApiError.PICTURE_MISSING, "There is no picture yet. Draw something first.");
    }

    /**
     * What was handed in, as far as the caller may see it.
     *
     * @throws RequestException {@code not-in-the-classroom}, whether or not there is such a classroom
     */
    List<HandedInWork> list(UUID classroom, UUID caller) {
        Participant person = participants.find(caller);
        if (person.teaches(classroom)) {
            return store.inClassroom(classroom);
        }
        doors.requireStudent(caller, classroom);
        return store.ofStudent(classroom, caller);
    }

    /**
     * All that was handed in, for the teacher.
     *
     * @throws RequestException {@code not-the-teacher}
     */
    Gallery gallery(UUID classroom, UUID teacher) {
        return new Gallery(doors.requireTaught(teacher, classroom), store.inClassroom(classroom));
    }

    /**
     * The JPEG.
     *
     * @throws RequestException {@code work-unknown}, also for somebody else's
     */
    byte[] picture(UUID classroom, UUID caller, UUID work) {
        requireSeen(classroom, caller, work);
        return store.picture(work).orElseThrow(HandedInWorks::unknown);
    }

    /**
     * Deletes one: a student takes it back, or the teacher throws it away.
     *
     * @throws RequestException {@code work-unknown}, also for somebody else's
     */
    void delete(UUID classroom, UUID caller, UUID work) {
        database.useTransaction(() -> {
            requireSeen(classroom, caller, work);
            store.remove(work);
        });
    }

    /**
     * Deletes all of the classroom.
     *
     * @throws RequestException {@code not-the-teacher}
     */
    void deleteAll(UUID classroom, UUID teacher) {
        database.useTransaction(() -> {
            doors.requireTaught(teacher, classroom);
            store.deleteAll(classroom);
        });
    }

    private void requireSeen(UUID classroom, UUID caller, UUID work) {
        HandedInWork found = require(classroom, work);
        if (!found.student().equals(caller) && !participants.find(caller).teaches(classroom)) {
            throw unknown();
        }
    }

    private HandedInWork require(UUID classroom, UUID work) {
        return store.find(classroom, work).orElseThrow(HandedInWorks::unknown);
    }

    private static RequestException unknown() {
        return new RequestException(ApiError.WORK_UNKNOWN, "There is no such picture among those handed in.");
    }
}
