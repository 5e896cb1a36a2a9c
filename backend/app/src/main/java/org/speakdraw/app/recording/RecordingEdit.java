package org.speakdraw.app.recording;

import java.util.Optional;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/**
 * Body of {@code PATCH /api/recordings/{id}}: what of it is there is changed.
 *
 * @param title  at most 120 characters; an empty one leaves the naming to the prompts
 * @param fromMs first millisecond that stays, of the recording as it is; 0 where only an end is given
 * @param toMs   last millisecond that stays; the recording's end where only a beginning is given
 */
record RecordingEdit(Optional<String> title, Optional<Long> fromMs, Optional<Long> toMs) {

    static final int MAX_TITLE = 120;

    /** @throws RequestException {@code request-invalid} for a title that is too long or has control characters */
    Optional<String> checkedTitle() {
        return title.map(String::strip).map(stripped -> {
            if (stripped.codePointCount(0, stripped.length()) > MAX_TITLE
                    || stripped.chars().anyMatch(Character::isISOControl)) {
                throw new RequestException(
                        ApiError.REQUEST_INVALID, "\"title\" has at most " + MAX_TITLE + " characters in one line.");
            }
            return stripped;
        });
    }

    /** The part that stays; empty where all of it does. */
    Optional<Span> span() {
        return fromMs.isEmpty() && toMs.isEmpty()
                ? Optional.empty()
                : Optional.of(new Span(fromMs.orElse(0L), toMs.orElse(Long.MAX_VALUE)));
    }

    /** From millisecond {@code from} to millisecond {@code to} of a recording. */
    record Span(long from, long to) {

        /**
         * The same within a recording of {@code duration}.
         *
         * @throws RequestException {@code request-invalid} where nothing would be left
         */
        Span within(long duration) {
            long end = Math.min(to, duration);
            if (from < 0 || from >= end) {
                throw new RequestException(
                        ApiError.REQUEST_INVALID,
                        "\"fromMs\" is " + from + " and \"toMs\" " + to + "; of a recording of " + duration
                                + " ms something has to stay.");
            }
            return new Span(from, end);
        }

        long millis() {
            return to - from;
        }
    }
}
