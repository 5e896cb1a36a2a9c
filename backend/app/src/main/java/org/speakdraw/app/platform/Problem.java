package org.speakdraw.app.platform;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.speakdraw.inference.SpeakDrawException;

/**
 * An error as the outside sees it: problem details of RFC 9457 with a stable code.
 *
 * @param code   what went wrong
 * @param detail one sentence for a person
 * @param errors the properties at fault; empty when it is not about properties
 * @param retry  after which it is worth trying again; empty for what does not pass by itself
 */
@JsonPropertyOrder({"type", "title", "status", "detail", "code", "errors"})
public record Problem(
        ApiError code,
        String detail,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PropertyError> errors,
        @JsonIgnore Optional<Duration> retry) {

    private static final System.Logger LOG = System.getLogger(Problem.class.getName());

    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        errors = List.copyOf(errors);
    }

    /** One that passes when those of its code do. */
    public Problem(ApiError code, String detail, List<PropertyError> errors) {
        this(code, detail, errors, code.passesAfter());
    }

    /** The problem behind one of our own errors. */
    public static Problem of(SpeakDrawException error) {
        ApiError code = ApiError.of(error.code());
        return error instanceof RequestException request
                ? new Problem(
                        code,
                        messageOf(error),
                        request.errors(),
                        request.retryAfter().or(code::passesAfter))
                : new Problem(code, messageOf(error), List.of());
    }

    /**
     * The problem behind whatever was thrown; what nobody foresaw is logged, and told in general terms. What a client
     * sent is in neither.
     */
    static Problem behind(Throwable error) {
        Optional<SpeakDrawException> ours = cause(error, SpeakDrawException.class);
        if (ours.isPresent()) {
            return of(ours.get());
        }
        Optional<JsonProcessingException> json = cause(error, JsonProcessingException.class);
        if (json.isPresent()) {
            return of(Json.refuse(json.get(), ApiError.REQUEST_INVALID));
        }
        if (cause(error, IOException.class).filter(Problem::isHangUp).isPresent()) {
            LOG.log(System.Logger.Level.DEBUG, "A client hung up in the middle of its request");
            return new Problem(ApiError.REQUEST_INVALID, "The request broke off.", List.of());
        }
        LOG.log(System.Logger.Level.ERROR, "A request failed", error);
        return new Problem(ApiError.INTERNAL, "Something went wrong on the server; its log says what.", List.of());
    }

    /** Nothing but their words tells these from an error of a disk: Undertow's own, and the system's. */
    private static boolean isHangUp(IOException error) {
        String message = String.valueOf(error.getMessage());
        return error instanceof ClosedChannelException
                || message.startsWith("UT000128")
                || message.contains("Connection reset")
                || message.contains("Broken pipe");
    }

    /** Whether {@link #behind} finds more than that something failed. */
    static boolean isKnown(Throwable error) {
        return cause(error, SpeakDrawException.class).isPresent()
                || cause(error, JsonProcessingException.class).isPresent();
    }

    /** The first of that type among {@code error} and its causes. */
    static <T extends Throwable> Optional<T> cause(Throwable error, Class<T> type) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    /** Kinds of problems have no pages of their own; the code says more. */
    @JsonProperty
    String type() {
        return "about:blank";
    }

    /** A few words for people. */
    @JsonProperty
    String title() {
        return code.title();
    }

    /** HTTP status. */
    @JsonProperty
    int status() {
        return code.status();
    }

    /** Gives an HTTP answer its status and its headers, but for those of the body. */
    public void head(IntConsumer status, BiConsumer<String, String> header) {
        status.accept(status());
        // Whole seconds.
        retry.map(wait -> Math.max(1, wait.plusNanos(999_999_999).toSeconds()))
                .ifPresent(seconds -> header.accept("Retry-After", seconds.toString()));
    }

    /** The body of an HTTP answer. */
    public String toJson() {
        return Json.write(this);
    }

    private static String messageOf(Throwable error) {
        String message = error.getMessage();
        return message == null ? error.getClass().getSimpleName() : message;
    }
}
