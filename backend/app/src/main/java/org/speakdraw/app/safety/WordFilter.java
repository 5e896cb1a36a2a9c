package org.speakdraw.app.safety;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/**
 * Looks through what people write for words that do not belong in a school, in all languages of the page at once: nobody
 * says in which one a prompt is. What it refuses is neither kept nor logged. Thread-safe.
 */
@Singleton
public class WordFilter {

    private static final List<String> LANGUAGES = List.of("en", "de", "fr", "es");

    private final SafetyScope scope;
    private final WordList list;

    @Inject
    public WordFilter(SafetyConfig config) {
        this.scope = config.words();
        List<String> lines = new ArrayList<>(config.moreWords());
        LANGUAGES.forEach(language -> lines.addAll(read(language + ".txt")));
        this.list = new WordList(lines);
    }

    private static List<String> read(String name) {
        try (InputStream file = Objects.requireNonNull(WordFilter.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a prompt of somebody is refused. */
    public boolean refusesPrompt(String prompt, boolean inClass) {
        return scope.covers(inClass) && list.isIn(prompt);
    }

    /** Whether a text may be where others read it by its nature: names, and presets that are shared. */
    public boolean fits(String text) {
        return scope == SafetyScope.OFF || !list.isIn(text);
    }

    /**
     * Checks the same.
     *
     * @throws RequestException {@code words-refused}, which does not repeat them
     */
    public void requireFit(String text) {
        if (!fits(text)) {
            throw new RequestException(
                    ApiError.WORDS_REFUSED, "There are words in it that cannot be used here. Try other ones.");
        }
    }
}
