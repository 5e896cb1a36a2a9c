package org.speakdraw.app.platform;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Optional;
import org.speakdraw.inference.ErrorCode;

/**
 * Every error that clients see: a stable code, the HTTP status it is answered with, and a title for people. Sockets
 * carry the code alone.
 */
public enum ApiError implements ErrorCode {
    AUDIO_INVALID(400, "The sound cannot be read"),
    CREDIT_EXCEEDED(400, "Frame sent without credit"),
    FRAME_INVALID(400, "The frame's header is wrong"),
    FRAME_TRUNCATED(400, "The picture is cut off"),
    FRAME_UNDECODABLE(400, "The picture cannot be read"),
    MESSAGE_INVALID(400, "The message cannot be read"),
    MESSAGE_UNKNOWN(400, "Unknown type of message"),
    PICTURE_REFUSED(400, "The picture may be one that is not for school"),
    PRESET_INVALID(400, "The preset is not valid"),
    PRESETS_INVALID(400, "The preset file is not valid"),
    PROMPT_REFUSED(400, "The prompt has words that cannot be used here"),
    REQUEST_INVALID(400, "The request is not valid"),
    SETTINGS_INVALID(400, "A setting is not valid"),
    SPEECH_INVALID(400, "The speech message is not valid"),
    SPEECH_TOO_LONG(400, "The utterance is too long"),
    THUMBNAIL_INVALID(400, "The thumbnail is not valid"),
    WORDS_REFUSED(400, "There are words that cannot be used here"),

    KEY_REFUSED(401, "The key is missing or wrong"),
    PARTICIPANT_UNKNOWN(401, "Unknown participant"),
    SIGN_IN_NEEDED(401, "Sign in first"),
    TOKEN_MISSING(401, "The session's token is missing"),

    ADMINISTRATOR_NEEDED(403, "Only for administrators"),
    CLASSROOM_CLOSED(403, "The classroom is closed"),
    CLASSROOM_REFUSED(403, "Taken out of the classroom"),
    MONITORING_REFUSED(403, "Only for this machine or with the monitoring token"),
    NAME_GIVEN(403, "Names are given in this classroom"),
    NOT_IN_THE_CLASSROOM(403, "Only for those in the classroom"),
    NOT_THE_TEACHER(403, "Only the teacher may do this"),
    ORIGIN_REFUSED(403, "Requests from other sites are refused"),
    PRESET_NOT_YOURS(403, "The preset belongs to somebody else"),
    ROLE_MISSING(403, "Your account may not do this"),
    SETTING_LOCKED(403, "Locked by the teacher"),
    SIGN_IN_LAPSED(403, "The sign-in took too long or was used already"),
    SIGN_IN_REFUSED(403, "The sign-in did not work"),

    BUNDLE_UNKNOWN(404, "Unknown bundle"),
    CLASSROOM_UNKNOWN(404, "Unknown classroom"),
    MODEL_UNKNOWN(404, "Unknown model"),
    NOT_FOUND(404, "Not found"),
    PRESET_UNKNOWN(404, "Unknown preset"),
    RECORDING_UNKNOWN(404, "Unknown recording"),
    REPORT_UNKNOWN(404, "Unknown report"),
    SESSION_UNKNOWN(404, "Unknown session"),
    SIGN_IN_OFF(404, "Nobody signs in on this server"),
    STUDENT_UNKNOWN(404, "Unknown student"),
    WORK_UNKNOWN(404, "Unknown picture"),

    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    NOT_ACCEPTABLE(406, "Not acceptable"),

    IDLE(408, "Nothing was heard for too long"),
    REQUEST_TIMEOUT(408, "The request took too long"),
    UNUSED(408, "No picture came for too long"),

    CLASSROOM_FULL(409, "The classroom is full"),
    CLASSROOM_MISSING(409, "Not in a classroom"),
    CLASSROOM_TAUGHT(409, "You teach a classroom"),
    EXPORT_CANCELLED(409, "The export was cancelled"),
    IMAGE_PROMPT_UNAVAILABLE(409, "Images are no prompts here"),
    MODE_UNAVAILABLE(409, "The mode is not available"),
    NAME_TAKEN(409, "Somebody else has the name"),
    NAME_UNKNOWN(409, "The name is not on the list"),
    PICTURE_MISSING(409, "There is no picture yet"),
    PICTURE_REPORTED(409, "The picture was reported"),
    PRESET_CHANGED(409, "The preset was changed meanwhile"),
    RECORDING_EMPTY(409, "The recording has no pictures"),
    RECORDING_ONGOING(409, "The recording is going on"),
    RECORDING_UNAVAILABLE(409, "The session cannot be recorded"),
    SESSION_BUSY(409, "The session is in use"),
    SESSION_TAKEN_OVER(409, "The session was opened in another place"),
    SIZE_UNSUPPORTED(409, "The size is not supported"),
    TOO_MANY_PRESETS(409, "Too many presets"),
    TOO_MANY_WORKS(409, "Too many pictures are handed in"),

    AUDIO_TOO_LARGE(413, "The sound file is too large"),
    AUDIO_TOO_LONG(413, "The sound is too long"),
    FRAME_TOO_LARGE(413, "The picture is too large"),
    MESSAGE_TOO_LARGE(413, "The message is too large"),

    AUDIO_UNSUPPORTED(415, "The sound's format is not supported"),
    MEDIA_TYPE_UNSUPPORTED(415, "The media type is not supported"),

    /** Answered by the server in front of the application, see {@code configure.cli}. */
    HOST_REFUSED(421, "Misdirected Request"),

    EXPORT_BUSY(429, "Another export is running", 5),
    SPEECH_BUSY(429, "Speech recognition is busy", 5),
    TOO_MANY_ATTEMPTS(429, "Too many attempts", 60),
    TOO_MANY_REQUESTS(429, "Too many requests", 60),
    TOO_MANY_SESSIONS(429, "Too many sessions", 10),

    BUNDLE_INVALID(500, "The bundle cannot be used"),
    FILM_FAILED(500, "The film could not be made"),
    INTERNAL(500, "Internal error"),
    MODEL_FAILED(500, "The model failed"),

    DATABASE_UNAVAILABLE(503, "The database is away", 10),
    DEVICE_UNAVAILABLE(503, "The device cannot be used"),
    ENGINE_STARTING(503, "The models are being loaded", 5),
    PROVIDER_UNAVAILABLE(503, "The school's sign-in does not answer", 30),
    SERVER_FULL(503, "The server is full", 10),
    SERVER_STOPPING(503, "The server is going down", 10),
    SPEECH_UNAVAILABLE(503, "Speech recognition is not available");

    private final int status;
    private final String title;
    private final Optional<Duration> passesAfter;

    ApiError(int status, String title) {
        this(status, title, Optional.empty());
    }

    ApiError(int status, String title, int secondsToPass) {
        this(status, title, Optional.of(Duration.ofSeconds(secondsToPass)));
    }

    ApiError(int status, String title, Optional<Duration> passesAfter) {
        this.status = status;
        this.title = title;
        this.passesAfter = passesAfter;
    }

    /** The error of that code; the inference module's are among these under the same name. */
    static ApiError of(ErrorCode code) {
        return code instanceof ApiError known ? known : valueOf(code.name());
    }

    @Override
    @JsonValue
    public String id() {
        return ErrorCode.super.id();
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** A few words for people, without a full stop. */
    public String title() {
        return title;
    }

    /** After which it is worth trying the same again, where no more is known; empty for what does not pass by itself. */
    Optional<Duration> passesAfter() {
        return passesAfter;
    }
}
