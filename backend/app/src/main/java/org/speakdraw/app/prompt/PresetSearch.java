package org.speakdraw.app.prompt;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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
 * @param among those that the viewer is offered at all; empty for all
 * @param slugs of built-in presets that are found too: the viewer's page, which calls them by names in another language,
 *              says which ones have the words in those
 */
record PresetSearch(
        SearchWords words,
        Optional<String> tag,
        Scope scope,
        Order order,
        Optional<PageCursor> after,
        int limit,
        Optional<List<UUID>> among,
        List<String> slugs) {

    private static final int MAX_SLUGS = 60;
    private static final Pattern SLUG = Pattern.compile("[a-z0-9-]{1,60}");

    PresetSearch {
        slugs = List.copyOf(slugs);
    }

    /** A search of all presets. */
    PresetSearch(
            SearchWords words, Optional<String> tag, Scope scope, Order order, Optional<PageCursor> after, int limit) {
        this(words, tag, scope, order, after, limit, Optional.empty(), List.of());
    }

    /** The same of some presets only. */
    PresetSearch among(Optional<List<UUID>> some) {
        return new PresetSearch(words, tag, scope, order, after, limit, some, slugs);
    }

    /** Slugs with commas between them; what can be none is left out. */
    static List<String> slugsIn(String list) {
        return SLUG.matcher(list)
                .results()
                .map(MatchResult::group)
                .limit(MAX_SLUGS)
                .toList();
    }

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
