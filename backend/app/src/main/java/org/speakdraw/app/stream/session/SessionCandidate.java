package org.speakdraw.app.stream.session;

import java.time.Duration;
import org.speakdraw.app.stream.painting.Candidate;
import org.speakdraw.app.stream.painting.DueTurns;
import org.speakdraw.app.stream.painting.Model;
import org.speakdraw.app.stream.painting.QueuePlace;

/** A session as those see it that give it to an engine. */
final class SessionCandidate implements Candidate {

    /** A pause after which others may be admitted in its place. */
    private static final Duration IDLE = Duration.ofSeconds(15);

    private final SessionOrigin origin;
    private final SessionFlow flow;

    SessionCandidate(SessionOrigin origin, SessionFlow flow) {
        this.origin = origin;
        this.flow = flow;
    }

    @Override
    public String address() {
        return origin.address();
    }

    @Override
    public Model model() {
        return flow.turn().model();
    }

    @Override
    public long frameCost() {
        return flow.turn().cost();
    }

    @Override
    public boolean expected() {
        return flow.attendance().expected();
    }

    @Override
    public boolean active() {
        boolean lately = flow.turn().turns().pause().compareTo(IDLE) < 0;
        boolean attended = flow.attendance().connected() || flow.viewers().watched();
        return lately && (attended || flow.counters().totalReceived() == 0);
    }

    @Override
    public boolean ended() {
        return flow.ended();
    }

    @Override
    public void queue(QueuePlace now) {
        flow.attendance().queue(now);
    }

    @Override
    public void admit(DueTurns line) {
        flow.turn().turns().assign(line);
        flow.attendance().admit();
    }

    @Override
    public void move(DueTurns line) {
        flow.turn().turns().move(flow.turn(), line);
    }
}
