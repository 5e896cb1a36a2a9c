package org.speakdraw.app.speech;

import org.speakdraw.inference.speech.Transcript;

/**
 * What OpenAI's API says that a transcript of {@code whisper-1} used.
 *
 * @param type    {@code duration}: sound is counted, not tokens
 * @param seconds of the sound, begun ones too
 */
record TranscriptUsage(String type, long seconds) {

    static TranscriptUsage of(Transcript transcript) {
        return new TranscriptUsage("duration", (long) Math.ceil(transcript.seconds()));
    }
}
