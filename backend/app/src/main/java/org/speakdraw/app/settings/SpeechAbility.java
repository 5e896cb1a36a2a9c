package org.speakdraw.app.settings;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** What the server can do with speech, as the speech feature reports it. Thread-safe. */
@Singleton
public class SpeechAbility {

    /** Of the sound that is understood, in Hz. */
    static final int SAMPLE_RATE = 16_000;

    private volatile State state = State.unavailable("The speech model is being loaded.");

    /**
     * The state.
     *
     * @param reason     why there is none, a sentence for people; empty where there is
     * @param maxSeconds of one utterance
     * @param languages  codes it can be told to listen for
     * @param translates whether it can write down in English what is said in another language
     */
    public record State(Optional<String> reason, int maxSeconds, Set<String> languages, boolean translates) {

        public State {
            languages = Set.copyOf(languages);
        }

        public static State unavailable(String reason) {
            return new State(Optional.of(reason), 0, Set.of(), false);
        }
    }

    public void report(State now) {
        state = now;
    }

    public State state() {
        return state;
    }
}
