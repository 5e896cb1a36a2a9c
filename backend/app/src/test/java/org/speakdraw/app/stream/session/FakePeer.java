package org.speakdraw.app.stream.session;

import java.util.ArrayList;
import java.util.List;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.events.Notice;
import org.speakdraw.app.stream.events.RecordingState;
import org.speakdraw.app.stream.frames.OutputFrame;
import org.speakdraw.app.stream.frames.SessionStats;
import org.speakdraw.app.stream.painting.QueuePlace;

/** A client that writes down what it is told. */
final class FakePeer implements SessionPeer {

    final List<String> log = new ArrayList<>();
    final List<SessionStats> stats = new ArrayList<>();
    boolean behind;
    /** Happens when it is hung up on. */
    Runnable closing = () -> {};

    @Override
    public void credit(int frames) {
        log.add("credit " + frames);
    }

    @Override
    public void queued(QueuePlace place) {
        log.add("queued " + place.position() + "/" + place.length());
    }

    @Override
    public void admitted() {
        log.add("admitted");
    }

    @Override
    public void settingsChanged(StreamSettings settings) {
        log.add("settings " + settings.prompt());
    }

    @Override
    public void stats(SessionStats second) {
        stats.add(second);
    }

    @Override
    public void recording(RecordingState state) {
        log.add("recording " + state.on());
    }

    @Override
    public void person(boolean present) {
        log.add("person " + present);
    }

    @Override
    public void notice(Notice notice) {
        log.add("notice " + notice.code());
    }

    @Override
    public void refused(Problem problem) {
        log.add("refused " + problem.code().id());
    }

    @Override
    public boolean wantsPictures() {
        return true;
    }

    @Override
    public boolean behind() {
        return behind;
    }

    @Override
    public void painted(OutputFrame frame) {
        log.add("painted " + frame.tag().sequence());
    }

    @Override
    public void close(DisconnectReason reason) {
        log.add("close " + reason);
        closing.run();
    }
}
