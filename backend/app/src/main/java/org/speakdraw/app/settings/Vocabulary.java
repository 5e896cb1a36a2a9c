package org.speakdraw.app.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.speakdraw.inference.diffusion.DiffusionBundle;

/**
 * The words that the active bundle knows.
 *
 * @param words empty: any words
 */
public record Vocabulary(List<Word> words) {

    private static final String LANGUAGES = "languages";

    /**
     * One thing that the model knows.
     *
     * @param kind  such as {@code names}, {@code colours}, {@code styles}; {@code keywords} are understood, but are not
     *              for being suggested
     * @param forms how it is written, by language
     */
    public record Word(String kind, Map<String, List<String>> forms) {}

    static Vocabulary of(DiffusionBundle bundle) {
        return new Vocabulary(bundle.knownWords().map(Vocabulary::words).orElse(List.of()));
    }

    private static List<Word> words(JsonNode file) {
        List<Word> words = new ArrayList<>();
        file.properties().stream()
                .filter(group -> !group.getKey().equals(LANGUAGES))
                .forEach(group -> group.getValue().forEach(entry -> words.add(new Word(group.getKey(), forms(entry)))));
        return List.copyOf(words);
    }

    private static Map<String, List<String>> forms(JsonNode entry) {
        Map<String, List<String>> forms = new LinkedHashMap<>();
        entry.properties().forEach(language -> {
            List<String> all = new ArrayList<>();
            language.getValue().forEach(form -> all.add(form.asText()));
            forms.put(language.getKey(), List.copyOf(all));
        });
        return forms;
    }
}
