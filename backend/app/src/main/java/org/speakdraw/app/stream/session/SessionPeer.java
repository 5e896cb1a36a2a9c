package org.speakdraw.app.stream.session;

import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.events.Notice;
import org.speakdraw.app.stream.events.RecordingState;
import org.speakdraw.app.stream.frames.OutputFrame;
import org.speakdraw.app.stream.frames.PictureSink;
import org.speakdraw.app.stream.frames.SessionStats;
import org.speakdraw.app.stream.painting.QueuePlace;

/**
 * The client at the other end of a session's socket, whatever protocol it speaks. No method waits for the network, none
 * throws; all are thread-safe.
 */
public interface SessionPeer extends PictureSink {

    /** Nobody is connected. */
    SessionPeer NONE = new SessionPeer() {};

    /** Whether it is a part of this server, at which nobody sits. */
    default boolean isProgram() {
        return false;
    }

    /** It may send {@code frames} more. */
    default void credit(int frames) {}

    /** It waits to be admitted, and this is where. */
    default void queued(QueuePlace place) {}

    /** It waits no longer; credit follows. */
    default void admitted() {}

    /** The settings in force have changed. */
    default void settingsChanged(StreamSettings settings) {}

    /** A second is over. */
    default void stats(SessionStats stats) {}

    /** Recording went on or off, or does not work at the moment. */
    default void recording(RecordingState state) {}

    /** In {@code human} mode somebody came into the picture, or everybody left it. */
    default void person(boolean present) {}

    /** Something the user should know. */
    default void notice(Notice notice) {}

    /** Its last message or frame was refused. */
    default void refused(Problem problem) {}

    @Override
    default void painted(OutputFrame frame) {}

    @Override
    default boolean wantsPictures() {
        return false;
    }

    @Override
    default boolean behind() {
        return false;
    }

    /** Pings it, and closes it when it has been silent for too long. Called about once a second. */
    default void checkAlive() {}

    /** Says why and hangs up, which may take a moment. */
    default void close(DisconnectReason reason) {}

    /** Whether it has been hung up. */
    default boolean gone() {
        return true;
    }
}
