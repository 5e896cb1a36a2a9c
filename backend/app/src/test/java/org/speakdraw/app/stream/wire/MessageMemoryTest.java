package org.speakdraw.app.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageMemoryTest {

    private static final String HERE = "192.0.2.1";
    private static final String THERE = "192.0.2.2";
    private static final int LARGE = 1 << 20;

    /** Room for four large messages of all, and for three of one address. */
    private final MessageMemory memory =
            new MessageMemory(4L * LARGE * MessageMemory.MESSAGES, 3L * LARGE * MessageMemory.MESSAGES);

    @Test
    void hasRoomForSoManyLargeMessagesOfAnAddressAndOfAll() {
        for (int i = 0; i < 3; i++) {
            assertThat(memory.share(HERE).fits(LARGE)).isTrue();
        }
        assertThat(memory.share(HERE).fits(LARGE)).as("a fourth of the same address").isFalse();
        assertThat(memory.share(THERE).fits(LARGE)).isTrue();
        assertThat(memory.share(THERE).fits(LARGE)).as("a fifth of all").isFalse();
    }

    @Test
    void alwaysHasRoomForSmallOnes() {
        for (int i = 0; i < 3; i++) {
            memory.share(HERE).fits(LARGE);
        }
        assertThat(memory.share(HERE).fits(MessageMemory.SMALL)).isTrue();
    }

    @Test
    void countsTheLargestMessageOfASocketUntilThatIsClosed() {
        MessageMemory.Share first = memory.share(HERE);
        for (int bytes = MessageMemory.SMALL; bytes <= 3 * LARGE; bytes += MessageMemory.SMALL) {
            assertThat(first.fits(bytes)).isTrue();
        }
        assertThat(first.fits(LARGE)).isTrue();
        MessageMemory.Share second = memory.share(HERE);
        assertThat(second.fits(LARGE)).isFalse();
        first.close();
        first.close();
        assertThat(second.fits(3 * LARGE)).isTrue();
        assertThat(first.fits(LARGE)).as("a closed one").isFalse();
    }
}
