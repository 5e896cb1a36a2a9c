package org.speakdraw.app.prompt;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/**
 * What somebody asked to be drawn.
 *
 * @param text     in the asker's words
 * @param source   how it was given
 * @param language BCP 47 tag, where it is known
 */
public record Prompt(String text, Source source, Optional<String> language) {

    private static final int MAX_LANGUAGE_LENGTH = 35;

    public Prompt {
        language.filter(tag -> tag.length() > MAX_LANGUAGE_LENGTH || !tag.matches("[A-Za-z0-9-]+"))
                .ifPresent(tag -> {
                    throw new RequestException(ApiError.MESSAGE_INVALID, "language is not a BCP 47 tag");
                });
    }

    /** A prompt that came as one of the settings. */
    public static Prompt typed(String text) {
        return new Prompt(text, Source.TYPED, Optional.empty());
    }

    /**
     * The same, unless nobody gave it: what the model begins with, whoever goes back to it.
     *
     * @param untouched whether prompt and negative prompt are those that the model begins with
     */
    public Prompt orOfModel(boolean untouched) {
        boolean given = source == Source.PRESET || source == Source.TEACHER || !untouched;
        return given ? this : new Prompt(text, Source.MODEL, Optional.empty());
    }

    /** How a prompt was given. */
    public enum Source {
        TYPED,
        SPOKEN,
        PRESET,
        TEACHER,
        /** By nobody: the model begins with it. */
        MODEL;

        /** The name on the wire and in the database. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The source of this name as it was kept, perhaps by a later version: one that is not known here counts as typed. */
        public static Source ofKept(String id) {
            return Arrays.stream(values())
                    .filter(source -> source.id().equals(id))
                    .findFirst()
                    .orElse(TYPED);
        }

        /**
         * The source of this name that a client may claim.
         *
         * @throws RequestException {@code message-invalid}
         */
        public static Source ofClient(String id) {
            return switch (id) {
                case "typed" -> TYPED;
                case "spoken" -> SPOKEN;
                case "preset" -> PRESET;
                default ->
                    throw new RequestException(
                            ApiError.MESSAGE_INVALID, "source \"" + id + "\" is none of typed, spoken, preset");
            };
        }
    }
}
