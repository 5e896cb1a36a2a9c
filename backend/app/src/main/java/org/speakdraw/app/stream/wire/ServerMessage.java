package org.speakdraw.app.stream.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import org.speakdraw.app.platform.PropertyError;
import org.speakdraw.app.stream.events.Notice;
import org.speakdraw.app.stream.events.RecordingState;
import org.speakdraw.app.stream.frames.SessionStats;
import org.speakdraw.app.stream.painting.QueuePlace;

/** A text message from server to client, as it is on the wire. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
sealed interface ServerMessage {

    /** Whether it makes an earlier message of its kind that still waits to be sent worthless. */
    default boolean replaces(ServerMessage earlier) {
        return false;
    }

    /** A message that tells how something stands: only the newest one counts. */
    sealed interface State extends ServerMessage {

        @Override
        default boolean replaces(ServerMessage earlier) {
            return earlier.getClass() == getClass();
        }
    }

    /** The first message of a socket. */
    @JsonTypeName("welcome")
    record Welcome(UUID session, ObjectNode settings, int outputWindow) implements ServerMessage {}

    /** So many more frames may be sent. */
    @JsonTypeName("credit")
    record Credit(int frames) implements ServerMessage {}

    /** The session waits to be admitted; {@code position} is from 1, which is next. */
    @JsonTypeName("queue")
    record Queue(int position, int length) implements State {

        static Queue of(QueuePlace place) {
            return new Queue(place.position(), place.length());
        }
    }

    /** It waits no longer. */
    @JsonTypeName("admitted")
    record Admitted() implements ServerMessage {}

    /** All settings in force. */
    @JsonTypeName("settings")
    record Settings(ObjectNode values) implements State {}

    /** The last second; see {@link SessionStats}. */
    @JsonTypeName("stats")
    record Stats(
            double fps,
            long received,
            long dropped,
            long skipped,
            long refused,
            int queued,
            double engineMs,
            int sessions)
            implements State {

        static Stats of(SessionStats stats) {
            return new Stats(
                    stats.fps(),
                    stats.received(),
                    stats.dropped(),
                    stats.skipped(),
                    stats.refused(),
                    stats.queued(),
                    stats.engineMs(),
                    stats.sessions());
        }
    }

    /** Something the user should know. */
    @JsonTypeName("notice")
    record Information(String code, String detail) implements ServerMessage {

        static Information of(Notice notice) {
            return new Information(notice.code(), notice.detail());
        }
    }

    /** The last message or frame was refused. */
    @JsonTypeName("error")
    record Failure(String code, String detail, List<PropertyError> errors) implements ServerMessage {}

    /** The answer to a {@code ping}. */
    @JsonTypeName("pong")
    record Pong(long id) implements ServerMessage {}

    /** What was understood of an utterance, so far or in the end. */
    @JsonTypeName("speech")
    record Speech(
            long utterance,
            String text,
            @JsonProperty("final") boolean complete,
            boolean finished,
            String language,
            double confidence,
            int samples,
            double tookMs)
            implements ServerMessage {

        /** Whatever was understood later makes an earlier partial text worthless, but for one that all was said in. */
        @Override
        public boolean replaces(ServerMessage earlier) {
            return earlier instanceof Speech speech
                    && !speech.complete()
                    && (complete || finished || !speech.finished());
        }
    }

    /** Whether this session is being recorded; see {@link RecordingState}. */
    @JsonTypeName("recording")
    record Recording(boolean on, double rate, boolean input, long lost, String problem) implements State {

        static Recording of(RecordingState state) {
            return new Recording(state.on(), state.rate(), state.input(), state.lost(), state.problem());
        }
    }

    /** In {@code human} mode: whether somebody is in the picture. */
    @JsonTypeName("person")
    record Person(boolean present) implements ServerMessage {}
}
