package org.speakdraw.app.prompt;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.fairness.RequestRate;
import org.speakdraw.app.participant.ParticipantStore;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.ClientAddress;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.PageCursor;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.safety.ReportReason;
import org.speakdraw.app.safety.SafetyConfig;

/**
 * What becomes of presets that others should not see: reported by anybody who sees them. A teacher decides about those of
 * the class's students, an administrator about those for everyone, those of teachers, and what a teacher did not answer.
 * Thread-safe.
 */
@Singleton
public class PresetModeration {

    private static final int REPORTS_PER_MINUTE = 10;
    private static final int MAX_OF_CLASS = 100;
    private static final String WAITING = "waiting";
    private static final String REPORTED = "reported";

    private final Database database;
    private final PresetStore presets;
    private final ModerationStore store;
    private final ParticipantStore participants;
    private final SafetyConfig config;
    private final RequestRate rate = new RequestRate(REPORTS_PER_MINUTE);

    @Inject
    public PresetModeration(
            Database database,
            PresetStore presets,
            ModerationStore store,
            ParticipantStore participants,
            SafetyConfig config) {
        this.database = database;
        this.presets = presets;
        this.store = store;
        this.participants = participants;
        this.config = config;
    }

    /** What waits, or was reported. */
    enum Which {
        WAITING,
        REPORTED;

        /** @throws RequestException {@code request-invalid} */
        static Which of(String id) {
            return switch (id) {
                case PresetModeration.WAITING -> WAITING;
                case PresetModeration.REPORTED -> REPORTED;
                default ->
                    throw new RequestException(ApiError.REQUEST_INVALID, "\"which\" must be waiting or reported.");
            };
        }
    }

    /**
     * Notes that {@code participant} thinks that a preset does not belong here. Once several people do, nobody but its owner
     * and the teacher sees it until it is decided; see {@link ModerationStore#report} for who counts as several. What somebody
     * has decided to keep stays until it is changed or decided otherwise.
     *
     * @param address of the client
     * @throws RequestException {@code preset-unknown}; {@code too-many-requests} after ten in a minute
     */
    void report(UUID participant, String address, UUID id, ReportReason reason) {
        long wait = rate.request(participant.toString(), System.nanoTime());
        if (wait > 0) {
            throw RequestException.tooMany(
                    ApiError.TOO_MANY_REQUESTS, "You have reported a lot just now.", Duration.ofNanos(wait));
        }
        database.useTransaction(() -> {
            Preset preset = presets.find(participant, id).orElseThrow(PresetModeration::unknown);
            if (preset.slug().isPresent() || preset.own()) {
                return;
            }
            participants.ensure(participant);
            if (store.report(id, participant, ClientAddress.networkOf(address), reason) >= config.hiding()) {
                store.hide(id);
            }
        });
    }

    /** A page for an administrator, the oldest first. */
    record Page(List<ModeratedPreset> presets, Optional<PageCursor> next) {}

    /** What an administrator decides about. */
    Page list(Which which, Optional<String> after, int limit) {
        Optional<PageCursor> cursor = PageCursor.decode(after, which.name());
        List<ModeratedPreset> page = switch (which) {
            case WAITING -> store.waiting(cursor, limit);
            case REPORTED -> store.reported(cursor, limit, config.answer());
        };
        if (page.size() < limit) {
            return new Page(page, Optional.empty());
        }
        ModeratedPreset last = page.get(page.size() - 1);
        return new Page(
                page,
                Optional.of(new PageCursor(
                        which.name(), last.since().toString(), last.id().toString())));
    }

    /** What the teacher of {@code classroom} decides about; at most {@value #MAX_OF_CLASS}. */
    public List<ModeratedPreset> reportedIn(UUID classroom) {
        return store.reportedIn(classroom, MAX_OF_CLASS);
    }

    /** How many reports the teacher of {@code classroom} has to decide about. */
    public int countIn(UUID classroom) {
        return store.countIn(classroom);
    }

    /**
     * The teacher of {@code classroom} decides.
     *
     * @throws RequestException {@code preset-unknown} unless it was reported and is the teacher's business; as
     *     {@link #decide}
     */
    public void decideIn(UUID classroom, UUID id, PresetDecision decision) {
        database.useTransaction(() -> {
            if (!store.isReportedIn(classroom, id)) {
                throw unknown();
            }
            decide(id, decision);
        });
    }

    /**
     * An administrator decides.
     *
     * @throws RequestException {@code preset-unknown} when there is none, or it neither waits nor was reported and is to be
     *     kept; {@code preset-changed} when what is to be kept is not what was seen; {@code request-invalid}
     */
    void decide(UUID id, PresetDecision decision) {
        database.useTransaction(() -> {
            boolean done = switch (decision.parsed()) {
                case KEEP -> keep(id, decision.seen());
                case HIDE -> presets.withdraw(id);
                case REMOVE -> store.remove(id);
            };
            if (!done) {
                throw unknown();
            }
        });
    }

    private boolean keep(UUID id, Instant seen) {
        Instant now = store.version(id).orElseThrow(PresetModeration::unknown);
        if (!now.equals(seen)) {
            throw new RequestException(
                    ApiError.PRESET_CHANGED, "Its owner has changed it since you looked at it. Look at it again.");
        }
        return store.release(id);
    }

    /** The picture of a preset, whoever may see it. */
    Optional<byte[]> thumbnail(UUID id) {
        return store.thumbnail(id);
    }

    private static RequestException unknown() {
        return new RequestException(ApiError.PRESET_UNKNOWN, "There is no such preset.");
    }
}
