package org.speakdraw.app.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboundMessagesTest {

    private final OutboundMessages messages = new OutboundMessages();

    @Test
    void addsCreditsUp() {
        messages.add(new ServerMessage.Credit(1));
        messages.add(new ServerMessage.Pong(1));
        messages.add(new ServerMessage.Credit(2));
        assertThat(all()).containsExactly(new ServerMessage.Pong(1), new ServerMessage.Credit(3));
    }

    @Test
    void keepsTheNewestOfEachKindOfState() {
        messages.add(new ServerMessage.Queue(3, 3));
        messages.add(new ServerMessage.Recording(true, 2, false, 0, ""));
        messages.add(new ServerMessage.Queue(2, 3));
        messages.add(new ServerMessage.Queue(1, 3));
        assertThat(all())
                .containsExactly(new ServerMessage.Recording(true, 2, false, 0, ""), new ServerMessage.Queue(1, 3));
    }

    @Test
    void keepsEveryErrorAndEveryFinalText() {
        messages.add(new ServerMessage.Speech(1, "a", false, false, "en", 1, 512, 1));
        messages.add(new ServerMessage.Speech(1, "a fox", true, false, "en", 1, 512, 1));
        messages.add(new ServerMessage.Speech(2, "b", false, false, "en", 1, 512, 1));
        messages.add(new ServerMessage.Speech(2, "bird", true, false, "en", 1, 512, 1));
        messages.add(new ServerMessage.Failure("internal", "x", List.of()));
        messages.add(new ServerMessage.Failure("internal", "x", List.of()));
        assertThat(all())
                .hasSize(4)
                .first()
                .isEqualTo(new ServerMessage.Speech(1, "a fox", true, false, "en", 1, 512, 1));
    }

    /** Without it the client would wait for a second of silence. */
    @Test
    void keepsThatAllWasSaidUntilTheFinalText() {
        ServerMessage finished = new ServerMessage.Speech(1, "a fox", false, true, "en", 1, 512, 1);
        ServerMessage later = new ServerMessage.Speech(1, "a fox i", false, false, "en", 1, 1024, 1);
        messages.add(new ServerMessage.Speech(1, "a fox", false, false, "en", 1, 512, 1));
        messages.add(finished);
        messages.add(later);
        assertThat(all()).containsExactly(finished, later);
        ServerMessage last = new ServerMessage.Speech(1, "a fox", true, false, "en", 1, 512, 1);
        messages.add(finished);
        messages.add(last);
        assertThat(all()).containsExactly(last);
    }

    @Test
    void putsTheWelcomeBeforeWhatCameUpEarlier() {
        messages.add(new ServerMessage.Credit(2));
        messages.addFirst(new ServerMessage.Admitted());
        assertThat(all()).containsExactly(new ServerMessage.Admitted(), new ServerMessage.Credit(2));
    }

    @Test
    void saysWhenAClientReadsTooLittle() {
        int fitted = 0;
        while (messages.add(new ServerMessage.Pong(fitted)) && fitted < 1000) {
            fitted++;
        }
        assertThat(fitted).isEqualTo(64);
        messages.poll();
        assertThat(messages.add(new ServerMessage.Pong(0))).isTrue();
    }

    private List<ServerMessage> all() {
        List<ServerMessage> all = new ArrayList<>();
        for (var next = messages.poll(); next.isPresent(); next = messages.poll()) {
            all.add(next.get());
        }
        return all;
    }
}
