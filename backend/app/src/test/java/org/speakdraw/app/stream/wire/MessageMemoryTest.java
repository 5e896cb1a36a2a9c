package org.speakdraw.app.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.SharedBytes.Bounds;

class MessageMemoryTest {

    private static final String HERE = "192.0.2.1";
    private static final String THERE = "192.0.2.2";
    private static final int LARGE = 1 << 20;

    private static final long MESSAGE = (long) LARGE * MessageMemory.MESSAGES;

    /** Room for four large messages of all, for three of one address and for two of one participant. */
    private final MessageMemory memory = new MessageMemory(new Bounds(4 * MESSAGE, 3 * MESSAGE, 2 * MESSAGE));

    @Test
    void hasRoomForSoManyLargeMessagesOfAnAddressAndOfAll() {
        for (int i = 0; i < 3; i++) {
            assertThat(of(HERE).fits(LARGE)).isTrue();
        }
        assertThat(of(HERE).fits(LARGE)).as("a fourth of the same address").isFalse();
        assertThat(of(THERE).fits(LARGE)).isTrue();
        assertThat(of(THERE).fits(LARGE)).as("a fifth of all").isFalse();
    }

    @Test
    void alwaysHasRoomForSmallOnes() {
        for (int i = 0; i < 3; i++) {
            of(HERE).fits(LARGE);
        }
        assertThat(of(HERE).fits(MessageMemory.SMALL)).isTrue();
    }

    @Test
    void countsTheLargestMessageOfASocketUntilThatIsClosed() {
        UUID owner = UUID.randomUUID();
        MessageMemory.Share first = memory.share(HERE, owner);
        for (int bytes = MessageMemory.SMALL; bytes <= 2 * LARGE; bytes += MessageMemory.SMALL) {
            assertThat(first.fits(bytes)).isTrue();
        }
        assertThat(first.fits(LARGE)).isTrue();
        MessageMemory.Share second = memory.share(HERE, owner);
        assertThat(second.fits(LARGE)).isFalse();
        first.close();
        first.close();
        assertThat(second.fits(2 * LARGE)).isTrue();
        assertThat(first.fits(LARGE)).as("a closed one").isFalse();
    }

    @Test
    void leavesOthersOfAnAddressTheirRoom() {
        UUID greedy = UUID.randomUUID();
        assertThat(memory.share(HERE, greedy).fits(2 * LARGE)).isTrue();
        assertThat(memory.share(THERE, greedy).fits(LARGE)).isFalse();
        assertThat(of(HERE).fits(LARGE)).isTrue();
    }

    /** Somebody's whose first socket it is. */
    private MessageMemory.Share of(String address) {
        return memory.share(address, UUID.randomUUID());
    }
}
