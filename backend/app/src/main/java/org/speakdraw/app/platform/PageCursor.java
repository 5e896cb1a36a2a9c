package org.speakdraw.app.platform;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a page ended: the sort key and the id of its last row. The next page begins after it, however many rows came or
 * went meanwhile.
 *
 * @param order that the key belongs to
 * @param key   of the last row, as text
 * @param id    of the last row
 */
public record PageCursor(String order, String key, String id) {

    /** Rows of a page at most. */
    private static final int MAX_LIMIT = 60;

    private static final String SEPARATOR = "\n";

    /** Opaque for clients. */
    public String encode() {
        String text = String.join(SEPARATOR, order, id, key);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads what {@link #encode} gave.
     *
     * @param order that is asked for now
     * @throws RequestException {@code request-invalid}
     */
    public static Optional<PageCursor> decode(Optional<String> after, String order) {
        return after.map(text -> {
            try {
                byte[] bytes = Base64.getUrlDecoder().decode(text);
                String decoded = new String(bytes, StandardCharsets.UTF_8);
                String[] parts = decoded.split(SEPARATOR, 3);
                if (parts.length == 3 && parts[0].equals(order) && Database.canKeep(decoded)) {
                    return new PageCursor(parts[0], parts[2], parts[1]);
                }
            } catch (IllegalArgumentException e) {
                throw foreign(e);
            }
            throw foreign(new IllegalArgumentException("its order is another one"));
        });
    }

    /** The key, where rows are ordered by time. */
    public OffsetDateTime time() {
        try {
            return OffsetDateTime.parse(key);
        } catch (DateTimeParseException e) {
            throw foreign(e);
        }
    }

    /** The key, where rows are ordered by a count. */
    public long count() {
        return number(key);
    }

    /** The id, where rows are numbered. */
    public long rowNumber() {
        return number(id);
    }

    /** The id, where rows have UUIDs. */
    public UUID uuid() {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw foreign(e);
        }
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw foreign(e);
        }
    }

    private static RequestException foreign(RuntimeException cause) {
        return new RequestException(
                ApiError.REQUEST_INVALID, "\"after\" is not what the page before gave as \"next\".", cause);
    }

    /**
     * How many rows a page may have.
     *
     * @throws RequestException {@code request-invalid}
     */
    public static int checkLimit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new RequestException(ApiError.REQUEST_INVALID, "\"limit\" must be in 1.." + MAX_LIMIT + ".");
        }
        return limit;
    }
}
