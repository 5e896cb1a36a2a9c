package org.speakdraw.app.speech;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.speakdraw.app.platform.BodyLimits;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.speech.SpeechRecogniser;

/**
 * The speech part of the configuration; {@code microprofile-config.properties} explains each.
 *
 * @param folder              of the model
 * @param device              it runs on
 * @param expectedLanguages   codes; in a file another one must be heard without a doubt, live it is silence; empty: any
 * @param maxWaiting          utterances that wait for their final text; one address gets half of them at most
 * @param maxWaitingPerSpeaker of them
 * @param partialShare        of one worker's time that partial texts may take, above 0 to 1
 * @param maxUtteranceSeconds of live speech
 * @param maxFiles            that wait or are being transcribed; one address gets half of them at most
 * @param maxFileBytes        of one file
 * @param maxFileSeconds      of sound in one file
 * @param maxFileWorkSeconds  of the worker's time that one file may take
 */
record SpeechConfig(
        Path folder,
        DeviceOptions device,
        Set<String> expectedLanguages,
        int maxWaiting,
        int maxWaitingPerSpeaker,
        double partialShare,
        int maxUtteranceSeconds,
        int maxFiles,
        int maxFileBytes,
        int maxFileSeconds,
        int maxFileWorkSeconds) {

    /** Whisper's window: a longer utterance would be cut at an arbitrary place. */
    private static final int LONGEST_UTTERANCE = 30;

    SpeechConfig {
        expectedLanguages = Set.copyOf(expectedLanguages);
        require("max-waiting", maxWaiting, maxWaiting >= 1, "at least 1");
        require("max-waiting-per-speaker", maxWaitingPerSpeaker, maxWaitingPerSpeaker >= 1, "at least 1");
        require("partial-share", partialShare, partialShare > 0 && partialShare <= 1, "above 0 to 1");
        require(
                "max-utterance-seconds",
                maxUtteranceSeconds,
                maxUtteranceSeconds >= 1 && maxUtteranceSeconds <= LONGEST_UTTERANCE,
                "1 to " + LONGEST_UTTERANCE);
        require("max-files", maxFiles, maxFiles >= 1, "at least 1");
        require(
                "max-file-bytes",
                maxFileBytes,
                maxFileBytes >= 1 && maxFileBytes <= BodyLimits.LARGEST_SOUND_FILE,
                "1 to " + BodyLimits.LARGEST_SOUND_FILE);
        require("max-file-seconds", maxFileSeconds, maxFileSeconds >= 1 && maxFileSeconds <= 7200, "1 to 7200");
        require("max-file-work-seconds", maxFileWorkSeconds, maxFileWorkSeconds >= 1, "at least 1");
    }

    private static void require(String key, Object value, boolean holds, String limits) {
        if (!holds) {
            throw new IllegalArgumentException("speakdraw.speech." + key + " is " + value + "; " + limits);
        }
    }

    /** Reads the configuration once, at start. */
    @Singleton
    static class Reader {

        @Produces
        @Singleton
        SpeechConfig read(Config config) {
            Path bundle = Path.of(config.getValue("speakdraw.bundle", String.class));
            return new SpeechConfig(
                    SpeechRecogniser.isIn(bundle)
                            ? bundle.resolve("speech")
                            : Path.of(config.getValue("speakdraw.speech.folder", String.class)),
                    DeviceOptions.parse(
                            config.getValue("speakdraw.speech.device", String.class),
                            config.getValue("speakdraw.speech.cpu-threads", int.class),
                            0,
                            config.getValue("speakdraw.engine.fp16", boolean.class),
                            Path.of(config.getValue("speakdraw.data", String.class), "cache", "engines")),
                    Set.copyOf(config.getOptionalValues("speakdraw.speech.expected-languages", String.class)
                            .orElse(List.of())),
                    config.getValue("speakdraw.speech.max-waiting", int.class),
                    config.getValue("speakdraw.speech.max-waiting-per-speaker", int.class),
                    config.getValue("speakdraw.speech.partial-share", double.class),
                    config.getValue("speakdraw.speech.max-utterance-seconds", int.class),
                    config.getValue("speakdraw.speech.max-files", int.class),
                    config.getValue("speakdraw.speech.max-file-bytes", int.class),
                    config.getValue("speakdraw.speech.max-file-seconds", int.class),
                    config.getValue("speakdraw.speech.max-file-work-seconds", int.class));
        }
    }
}
