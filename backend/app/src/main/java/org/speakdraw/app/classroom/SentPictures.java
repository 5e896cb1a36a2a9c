package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.fairness.RequestRate;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.BodyLimits;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.inference.imaging.JpegCodec;
import org.speakdraw.inference.imaging.JpegLimits;

/** Pictures that a teacher sends to students' pages: through memory, kept nowhere. Thread-safe. */
@Singleton
public class SentPictures {

    /** More than any drawing surface has. */
    static final int MAX_PIXELS = 1536 * 1536;

    /** For a class of thirty, that many times so many bytes leave the server. */
    private static final int PER_MINUTE = 12;

    private static final int QUALITY = 85;

    private final Classrooms doors;
    private final LiveClassrooms lessons;
    private final JpegCodec codec = new JpegCodec(new JpegLimits(BodyLimits.SENT_PICTURE, MAX_PIXELS));
    private final RequestRate rate = new RequestRate(PER_MINUTE);

    @Inject
    public SentPictures(Classrooms doors, LiveClassrooms lessons) {
        this.doors = doors;
        this.lessons = lessons;
    }

    /**
     * Sends a picture.
     *
     * @param to   seats; empty: to everybody
     * @param jpeg as it came: what goes on is what was decoded of it, without whatever else was in the file
     * @throws org.speakdraw.inference.SpeakDrawException {@code not-the-teacher}, {@code classroom-unknown} while there is
     *     no lesson, {@code student-unknown}, {@code frame-too-large} and the like, {@code too-many-requests}
     */
    RoomMessage.Pushed send(UUID classroom, UUID teacher, Optional<List<Integer>> to, PictureKind kind, byte[] jpeg) {
        doors.requireTaught(teacher, classroom);
        long wait = rate.request(classroom.toString(), System.nanoTime());
        if (wait > 0) {
            throw RequestException.tooMany(
                    ApiError.TOO_MANY_REQUESTS,
                    "At most " + PER_MINUTE + " pictures a minute are sent.",
                    Duration.ofNanos(wait));
        }
        LiveClassroom lesson = lessons.find(classroom)
                .orElseThrow(() -> new RequestException(ApiError.CLASSROOM_UNKNOWN, "There is no lesson now."));
        return lesson.push(to, kind, codec.encodeOriginal(codec.decode(jpeg, 0, jpeg.length), QUALITY));
    }
}
