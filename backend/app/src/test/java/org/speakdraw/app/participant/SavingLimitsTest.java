package org.speakdraw.app.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.DiskSpace;
import org.speakdraw.app.platform.RequestException;

class SavingLimitsTest {

    private static final String SCHOOL = "192.0.2.1";

    private final AtomicLong freeBytes = new AtomicLong(Long.MAX_VALUE);
    private final DiskSpace disk = new DiskSpace(List.of(Path.of("disk")), folder -> freeBytes.get());
    private final SavingLimits limits = new SavingLimits(disk, 2, 1, 3);

    @Test
    void boundsEachKindForItself() {
        UUID room = UUID.randomUUID();
        limits.newClassroom(SCHOOL);
        limits.newParticipant(SCHOOL);
        limits.newParticipant(SCHOOL);
        limits.newMember(room);
        limits.newMember(room);
        assertTooMany(() -> limits.newClassroom(SCHOOL));
        assertTooMany(() -> limits.newParticipant(SCHOOL));
        assertTooMany(() -> limits.newMember(room));
        assertThatCode(() -> limits.newParticipant("192.0.2.2")).doesNotThrowAnyException();
        assertThatCode(() -> limits.newMember(UUID.randomUUID())).doesNotThrowAnyException();
    }

    @Test
    void fiftyImportedPresetsCountAsOne() {
        limits.newPreset(SCHOOL);
        importPresets(SCHOOL, 51);
        assertTooMany(() -> limits.newPreset(SCHOOL));
        assertTooMany(() -> importPresets("192.0.2.2", 151));
        limits.newPicture(SCHOOL);
    }

    private void importPresets(String address, int count) {
        for (int index = 0; index < count; index++) {
            limits.importedPreset(address, index);
        }
    }

    @Test
    void savesNothingNewWhileTheDiskIsShort() {
        freeBytes.set(0);
        assertThatThrownBy(() -> limits.newPreset(SCHOOL))
                .isInstanceOfSatisfying(
                        RequestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ApiError.SERVER_FULL));
        freeBytes.set(DiskSpace.ROOM_BYTES);
        assertThatCode(() -> limits.newPreset(SCHOOL)).doesNotThrowAnyException();
    }

    private static void assertTooMany(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RequestException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ApiError.TOO_MANY_REQUESTS);
            assertThat(refusal.retryAfter()).isPresent();
        });
    }
}
