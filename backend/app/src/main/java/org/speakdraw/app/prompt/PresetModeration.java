package org.speakdraw.app.prompt;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.speakdraw.app.fairness.RequestRate;
import org.speakdraw.app.participant.ParticipantStore;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.RequestException;

/**
 * What becomes of presets that others should not see: reported by anybody who sees them, decided by an administrator.
 * Thread-safe.
 */
@Singleton
public class PresetModeration {

    /** Different people whose reports hide a preset until it is decided. */
    private static final int HIDING = 3;

    private static final int REPORTS_PER_MINUTE = 10;
    private static final int MAX_SHOWN = 100;

    private final Database database;
    private final PresetStore presets;
    private final ModerationStore store;
    private final ParticipantStore participants;
    private final RequestRate rate = new RequestRate(REPORTS_PER_MINUTE);

    @Inject
    PresetModeration(Database database, PresetStore presets, ModerationStore store, ParticipantStore participants) {
        this.database = database;
        this.presets = presets;
        this.store = store;
        this.participants = participants;
    }

    /**
     * Notes that {@code participant} thinks that a preset does not belong here. Once three people do, nobody but its owner
     * sees it: one for everyone waits for an administrator again, one of a classroom is its owner's alone.
     *
     * @throws RequestException {@code preset-unknown}; {@code too-many-requests} after ten in a minute
     */
    void report(UUID participant, UUID id) {
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
            if (store.report(id, participant) >= HIDING) {
                hide(preset);
            }
        });
    }

    private void hide(Preset preset) {
        if (preset.content().visibility() == Visibility.EVERYONE) {
            store.approve(preset.id(), false);
        } else {
            presets.withdraw(preset.id());
        }
    }

    /** What waits for a decision, the oldest first. */
    List<WaitingPreset> waiting() {
        return store.waiting(MAX_SHOWN);
    }

    /**
     * Shows a preset to everybody, whoever reported it.
     *
     * @throws RequestException {@code preset-unknown} unless it waits
     */
    void approve(UUID id) {
        database.useTransaction(() -> {
            if (!store.approve(id, true)) {
                throw unknown();
            }
            store.forgetReports(id);
        });
    }

    /** Leaves a preset to its owner alone. */
    void refuse(UUID id) {
        database.useTransaction(() -> presets.withdraw(id));
    }

    private static RequestException unknown() {
        return new RequestException(ApiError.PRESET_UNKNOWN, "There is no such preset.");
    }
}
