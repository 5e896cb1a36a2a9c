package org.speakdraw.app.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

class ExportTurnsTest {

    private final ExportTurns turns = new ExportTurns(2);
    private final UUID session = UUID.randomUUID();

    @Test
    void slowReadersKeepNobodyFromMakingFiles() {
        turns.begin(session, "slow").made();
        turns.begin(session, "slower").made();
        turns.begin(session, "a");
        turns.begin(session, "b");
        assertRefused(ApiError.EXPORT_BUSY, () -> turns.begin(session, "c"));
    }

    @Test
    void oneIsMadeAtATimeForEachOwner() {
        ExportTurns.Turn turn = turns.begin(session, "owner");
        assertRefused(ApiError.EXPORT_BUSY, () -> turns.begin(UUID.randomUUID(), "owner"));
        turn.close();
        turn.close();
        turns.begin(session, "owner");
        turns.begin(session, "other");
        assertRefused(ApiError.EXPORT_BUSY, () -> turns.begin(session, "third"));
    }

    @Test
    void anOwnerFetchesFewFilesAtATime() {
        ExportTurns.Turn first = turns.begin(session, "owner");
        first.made();
        for (int i = 1; i < ExportTurns.MAX_HELD; i++) {
            turns.begin(session, "owner").made();
        }
        assertRefused(ApiError.EXPORT_BUSY, () -> turns.begin(session, "owner"));
        turns.begin(session, "other");
        first.close();
        turns.begin(session, "owner");
    }

    @Test
    void whoCancelsMayBeginAnotherAtOnceWithinTheServersPlaces() {
        ExportTurns.Turn turn = turns.begin(session, "owner");
        turns.cancel(UUID.randomUUID(), "owner");
        turns.cancel(session, "other");
        assertThatCode(turn::requireWanted).doesNotThrowAnyException();
        turns.cancel(session, "owner");
        assertRefused(ApiError.EXPORT_CANCELLED, turn::requireWanted);
        ExportTurns.Turn next = turns.begin(session, "owner");
        assertRefused(ApiError.EXPORT_BUSY, () -> turns.begin(session, "other"));
        turn.close();
        turns.begin(session, "other");
        assertThatCode(next::requireWanted).doesNotThrowAnyException();
        assertRefused(ApiError.EXPORT_BUSY, () -> turns.begin(session, "owner"));
    }

    private static void assertRefused(ApiError code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RequestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
