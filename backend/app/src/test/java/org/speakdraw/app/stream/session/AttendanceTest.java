package org.speakdraw.app.stream.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.stream.frames.FrameTag;
import org.speakdraw.app.stream.frames.OutputFrame;
import org.speakdraw.app.stream.painting.QueuePlace;

class AttendanceTest {

    private final List<SessionPeer> letIn = new ArrayList<>();
    private final Attendance attendance = new Attendance(
            new Attendance.Listener() {
                @Override
                public void came() {}

                @Override
                public void letIn(SessionPeer client) {
                    letIn.add(client);
                }
            },
            System::nanoTime);
    private final FakePeer first = new FakePeer();
    private final FakePeer second = new FakePeer();

    @Test
    void letsNobodyInWhoWasNotGreeted() {
        attendance.admit();
        attendance.attach(first, false);
        assertThat(letIn).isEmpty();
        attendance.begin(first);
        assertThat(letIn).containsExactly(first);
    }

    @Test
    void tellsAClientItsPlaceAndLetsItInOnceItIsAdmitted() {
        attendance.attach(first, false);
        attendance.queue(new QueuePlace(3, 4));
        assertThat(first.log).isEmpty();
        attendance.begin(first);
        attendance.queue(new QueuePlace(2, 4));
        attendance.queue(new QueuePlace(2, 4));
        attendance.admit();
        assertThat(first.log).containsExactly("queued 3/4", "queued 2/4", "admitted");
        assertThat(letIn).containsExactly(first);
    }

    @Test
    void keepsTheClientThatIsThereUnlessItIsTakenOver() {
        assertThat(attendance.attach(first, false)).isTrue();
        assertThat(attendance.attach(second, false)).isFalse();
        assertThat(attendance.peer()).isSameAs(first);
        assertThat(attendance.attach(second, true)).isTrue();
        assertThat(first.log).containsExactly("close TAKEN_OVER");
        // The one that was sent away says goodbye afterwards; the other one stays.
        attendance.detach(first);
        assertThat(attendance.peer()).isSameAs(second);
        attendance.begin(first);
        assertThat(letIn).isEmpty();
    }

    @Test
    void forgetsAClientThatLeaves() {
        attendance.attach(first, false);
        assertThat(attendance.connected()).isTrue();
        assertThat(attendance.unattended()).isZero();
        attendance.detach(first);
        assertThat(attendance.connected()).isFalse();
        assertThat(attendance.expected()).isTrue();
    }

    @Test
    void isOverInTheEnd() {
        attendance.attach(first, false);
        attendance.end(DisconnectReason.DELETED);
        assertThat(first.log).containsExactly("close DELETED");
        assertThat(attendance.attach(second, true)).isFalse();
    }

    @Test
    void passesPicturesOnToWhoeverIsThere() {
        assertThat(attendance.wantsPictures()).isFalse();
        assertThat(attendance.behind()).isFalse();
        attendance.painted(new OutputFrame(new FrameTag(1, 0, 0), new byte[0]));
        attendance.attach(first, false);
        assertThat(attendance.wantsPictures()).isTrue();
        first.behind = true;
        assertThat(attendance.behind()).isTrue();
        attendance.painted(new OutputFrame(new FrameTag(2, 0, 0), new byte[0]));
        assertThat(first.log).containsExactly("painted 2");
    }
}
