package org.speakdraw.inference.speech;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.audio.AudioDecoder;

/**
 * Prompts in languages other than English, spoken by SVOX Pico (the PyPI package {@code ttspico} 0.3.2, Apache-2.0),
 * and what an English translation of each must name.
 */
final class ForeignPrompts {

    private static final int LONGEST_SECONDS = 30;

    private static final List<String> NOUNS =
            List.of("cat, roof", "house, garden", "castle, hill", "sea|ocean, moon", "horse, snow", "apple, table");

    /** By language, in the order of {@link #NOUNS}. */
    private static final Map<String, List<String>> SENTENCES = new TreeMap<>(Map.of(
            "de",
            List.of(
                    "Zeichne eine schwarze Katze auf einem roten Dach.",
                    "Ein grünes Haus mit einem großen Garten.",
                    "Ein altes Schloss auf einem Hügel bei Sonnenuntergang.",
                    "Das Meer in der Nacht unter dem vollen Mond.",
                    "Ein weißes Pferd im Schnee.",
                    "Ein roter Apfel auf einem Tisch aus Holz."),
            "es",
            List.of(
                    "Dibuja un gato negro sobre un tejado rojo.",
                    "Una casa verde con un jardín grande.",
                    "Un viejo castillo en una colina al atardecer.",
                    "El mar de noche bajo la luna llena.",
                    "Un caballo blanco en la nieve.",
                    "Una manzana roja sobre una mesa de madera."),
            "fr",
            List.of(
                    "Dessine un chat noir sur un toit rouge.",
                    "Une maison verte avec un grand jardin.",
                    "Un vieux château sur une colline au coucher du soleil.",
                    "La mer pendant la nuit sous la pleine lune.",
                    "Un cheval blanc dans la neige.",
                    "Une pomme rouge sur une table en bois.")));

    private ForeignPrompts() {}

    /**
     * A prompt, spoken.
     *
     * @param nouns English; of those with {@code |} between them one will do
     */
    record Spoken(AudioClip clip, String words, List<String> nouns) {

        /** How many of the nouns an English text has. */
        int nounsIn(String english) {
            String text = english.toLowerCase(Locale.ROOT);
            return (int) nouns.stream()
                    .filter(noun -> Pattern.compile("\\b(?:" + noun + ")\\b")
                            .matcher(text)
                            .find())
                    .count();
        }
    }

    /** All, by language. */
    static Map<String, List<Spoken>> spoken() throws IOException {
        Map<String, List<Spoken>> all = new TreeMap<>();
        try (AudioDecoder decoder = new AudioDecoder()) {
            for (Map.Entry<String, List<String>> language : SENTENCES.entrySet()) {
                List<Spoken> spoken = new ArrayList<>();
                for (int i = 0; i < NOUNS.size(); i++) {
                    byte[] file = read(language.getKey() + "-" + (i + 1) + ".ogg");
                    spoken.add(new Spoken(
                            decoder.decode(file, LONGEST_SECONDS),
                            language.getValue().get(i),
                            List.of(NOUNS.get(i).split(", "))));
                }
                all.put(language.getKey(), spoken);
            }
        }
        return all;
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ForeignPrompts.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }
}
