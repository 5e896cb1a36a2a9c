package org.speakdraw.app.stream;

import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.settings.StreamSettings;

/**
 * The client at the other end of a session's socket, whatever protocol it speaks. No method waits for the network, none
 * throws; all are thread-safe.
 */
public interface SessionPeer {

    /** Nobody is connected. */
    SessionPeer NONE = new SessionPeer() {};

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

    /** A picture is done. */
    default void painted(OutputFrame frame) {}

    /** Whether it wants {@link #painted} called; otherwise nothing is compressed for it. */
    default boolean wantsPictures() {
        return false;
    }

    /** Whether a picture still waits for it, so that another would only replace that one. */
    default boolean behind() {
        return false;
    }

    /** Pings it, and closes it when it has been silent for too long. Called about once a second. */
    default void checkAlive() {}

    /** Says why and hangs up. */
    default void close(Farewell farewell) {}

    /** Why a connection is closed by the server. */
    enum Farewell {
        DELETED(1000, ApiError.SESSION_UNKNOWN, "The session was ended."),
        SHUTDOWN(1001, ApiError.SERVER_STOPPING, "The server is going down."),
        IDLE(4000, ApiError.IDLE, "Nothing was heard from you."),
        UNKNOWN(4401, ApiError.SESSION_UNKNOWN, "There is no such session, or the token is wrong."),
        FOREIGN_ORIGIN(4403, ApiError.ORIGIN_REFUSED, "Sockets are only for pages of this server."),
        TAKEN_OVER(4408, ApiError.SESSION_TAKEN_OVER, "The session was opened in another place."),
        BUSY(4409, ApiError.SESSION_BUSY, "The session is already open in another place.");

        private final int code;
        private final ApiError reason;
        private final String detail;

        Farewell(int code, ApiError reason, String detail) {
            this.code = code;
            this.reason = reason;
            this.detail = detail;
        }

        /** The WebSocket close code. */
        public int code() {
            return code;
        }

        /** What went wrong, for programs. */
        public ApiError reason() {
            return reason;
        }

        /** One sentence for a person. */
        public String detail() {
            return detail;
        }
    }
}
