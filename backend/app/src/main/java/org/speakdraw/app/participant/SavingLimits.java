package org.speakdraw.app.participant;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.config.Config;
import org.speakdraw.app.fairness.RequestRate;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.ClientAddress;
import org.speakdraw.app.platform.DiskSpace;
import org.speakdraw.app.platform.RequestException;

/**
 * How much that is new a client address may have the server keep, since cookies cost nothing: a minute's worth at once,
 * and then at that rate. Nothing new is kept while a disk is almost full. Every method throws {@code too-many-requests}
 * or {@code server-full} when there is to be no more. Thread-safe.
 */
@Singleton
public class SavingLimits {

    /** Presets of an imported file that count as one that was saved: a class imports its teacher's file together. */
    private static final int IMPORTED_TOGETHER = 50;

    private final DiskSpace disk;
    private final RequestRate participants;
    private final RequestRate members;
    private final RequestRate classrooms;
    private final RequestRate presets;
    private final RequestRate pictures;

    @Inject
    SavingLimits(DiskSpace disk, Config config) {
        this(
                disk,
                config.getValue("speakdraw.saving.max-participants-per-minute-per-address", int.class),
                config.getValue("speakdraw.saving.max-classrooms-per-minute-per-address", int.class),
                config.getValue("speakdraw.saving.max-presets-per-minute-per-address", int.class));
    }

    /** Each a minute. */
    SavingLimits(DiskSpace disk, int participants, int classrooms, int presets) {
        if (participants < 1 || classrooms < 1 || presets < 1) {
            throw new IllegalArgumentException("speakdraw.saving.max-participants-per-minute-per-address is "
                    + participants + ", max-classrooms-per-minute-per-address " + classrooms
                    + ", max-presets-per-minute-per-address " + presets + "; at least 1 each");
        }
        this.disk = disk;
        this.participants = new RequestRate(participants);
        this.members = new RequestRate(participants);
        this.classrooms = new RequestRate(classrooms);
        this.presets = new RequestRate(presets);
        this.pictures = new RequestRate(presets);
    }

    /** Somebody without a cookie saves something. */
    void newParticipant(String address) {
        require(participants, ClientAddress.networkOf(address), "newcomers came from your address");
    }

    /** Somebody about whom nothing is kept joins with a right code; strangers who have none do not count. */
    public void newMember(UUID classroom) {
        require(members, classroom.toString(), "newcomers joined this classroom");
    }

    public void newClassroom(String address) {
        require(classrooms, ClientAddress.networkOf(address), "classrooms were created from your address");
    }

    /** A preset is saved. */
    public void newPreset(String address) {
        require(presets, ClientAddress.networkOf(address), "presets were saved from your address");
    }

    /**
     * A preset of a file is read: work, whatever becomes of the file.
     *
     * @param index in the file
     */
    public void importedPreset(String address, int index) {
        if (index % IMPORTED_TOGETHER == 0) {
            newPreset(address);
        }
    }

    /** A preset gets a picture. */
    public void newPicture(String address) {
        require(pictures, ClientAddress.networkOf(address), "pictures were saved from your address");
    }

    private void require(RequestRate rate, String origin, String what) {
        if (disk.isShort()) {
            throw new RequestException(
                    ApiError.SERVER_FULL,
                    "The server's disk is almost full, so nothing new can be saved at the moment.");
        }
        long nanos = rate.request(origin, System.nanoTime());
        if (nanos > 0) {
            throw RequestException.tooMany(
                    ApiError.TOO_MANY_REQUESTS,
                    "Too many " + what + " within a minute. Wait a little and try again.",
                    Duration.ofNanos(nanos));
        }
    }
}
