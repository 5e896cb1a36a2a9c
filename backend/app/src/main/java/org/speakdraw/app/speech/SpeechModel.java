package org.speakdraw.app.speech;

import jakarta.inject.Singleton;
import java.util.Set;
import org.speakdraw.app.openai.ServedModel;

/** Whisper, as {@code /v1} lists it. */
@Singleton
public class SpeechModel implements ServedModel {

    @Override
    public String id() {
        return TranscriptionRequest.MODEL;
    }

    @Override
    public Set<String> names() {
        return TranscriptionRequest.MODELS;
    }

    /** OpenAI's own model of this name came out then. */
    @Override
    public long created() {
        return 1_677_532_384;
    }

    @Override
    public String owner() {
        return "openai";
    }
}
