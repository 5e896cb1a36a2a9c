package org.speakdraw.app.prompt;

import java.util.Locale;
import java.util.Optional;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/**
 * What of the gallery is wanted.
 *
 * @param words looked for in name, tags and prompt; none for all
 * @param tag   that it must have
 * @param scope whose presets
 * @param order of the answer
 * @param after where the page before ended
 * @param limit rows at most
 */
record PresetSearch(
        SearchWords words, Optional<String> tag, Scope scope, Order order, Optional<PageCursor> after, int limit) {

    /** Whose presets. */
    enum Scope {
        ALL,
        MINE,
        CLASSROOM,
        FAVOURITES;

        static Scope of(String id) {
            return constant(Scope.class, id, "scope");
        }
    }

    /** In which order. */
    enum Order {
        NEW,
        USED,
        FAVOURITES,
        NAME;

        static Order of(String id) {
            return constant(Order.class, id, "sort");
        }
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String id, String parameter) {
        try {
            return Enum.valueOf(type, id.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new RequestException(ApiError.REQUEST_INVALID, "\"" + parameter + "\" has no such value.", e);
        }
    }
}
