package org.speakdraw.inference.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.golden.Closeness;
import org.speakdraw.inference.golden.Golden;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;

class WhisperGoldenTest {

    @TestFactory
    Stream<DynamicTest> writesTheReferencesTokens() {
        return Golden.tests(
                SpeechGolden.GREEDY,
                () -> Golden.json(SpeechGolden.GREEDY).path("golden").properties().stream()
                        .map(entry -> DynamicTest.dynamicTest(
                                entry.getKey(), () -> replay(entry.getKey(), entry.getValue()))));
    }

    private static void replay(String name, JsonNode expected) {
        JsonNode golden = Golden.json(SpeechGolden.GREEDY);
        Path folder = SpeechGolden.bundle();
        SpecialTokens special = WhisperTokenizer.open(folder).special();
        OnnxDevice device = OnnxDevice.open(DeviceOptions.cpu());
        try (WhisperEncoder encoder = WhisperEncoder.open(folder.resolve("encoder_model.onnx"), device, 80, 64);
                TextDecoder decoder = TextDecoder.open(new SpeechFiles(folder), device)) {
            float[] states = encoder.encode(new LogMel(80).features(SpeechGolden.wav(name), 0));
            int[] prefix = SpeechGolden.ints(expected.path("prefix")).stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
            TokenRules rules = new TokenRules(
                    special,
                    SpeechGolden.ints(golden.path("suppress_tokens")),
                    SpeechGolden.ints(golden.path("begin_suppress_tokens")),
                    false,
                    50);
            TokenSearch search = new TokenSearch(
                    decoder,
                    rules,
                    golden.path("steps").asInt(),
                    new WindowBudget(SpeechOptions.standard(), DecodingControl.NONE),
                    DecidedSegments.none(WhisperTokenizer.open(folder), SpeechOptions.standard()),
                    SentenceInRounds.NONE);
            TokenSearch.Found found = search.independent(states, prefix, 0, 1, new SplittableRandom(1));
            List<Integer> tokens = SpeechGolden.ints(expected.path("generated"));
            assertThat(found.best().tokens()).isEqualTo(tokens);
            assertThat(Closeness.difference(
                            found.prefixLogits()[prefix.length - 1],
                            SpeechGolden.numpy("tiny/" + name + "_step0_logits.npy")
                                    .floats()))
                    .isLessThan(2e-4);
            assertThat(search.beams(states, prefix, 5).best().rank())
                    .as("beams find nothing worse than half a nat below the greedy path")
                    .isGreaterThan(found.best().rank() - 0.5);
            cachedAgreesWithWhole(decoder, states, prefix, tokens);
        }
    }

    /** Rows that are reordered and repeated still have the cache of their own past. */
    private static void cachedAgreesWithWhole(TextDecoder decoder, float[] states, int[] prefix, List<Integer> tokens) {
        int[] longer = Arrays.copyOf(prefix, prefix.length + 3);
        longer[prefix.length] = tokens.get(1);
        longer[prefix.length + 1] = 500;
        longer[prefix.length + 2] = 600;
        float[][] whole = decoder.start(states, longer);
        decoder.start(states, prefix);
        decoder.step(new int[] {0, 0}, new int[] {300, tokens.get(1)});
        decoder.step(new int[] {1, 0, 1}, new int[] {500, 501, 502});
        float[][] cached = decoder.step(new int[] {1, 0}, new int[] {600, 600});
        assertThat(Closeness.difference(cached[1], whole[longer.length - 1])).isLessThan(2e-4);
        assertThat(Closeness.difference(cached[0], whole[longer.length - 1])).isGreaterThan(2e-4);
    }

    @Test
    void transcribesWholeClipsWithEveryKindOfSearch() {
        Golden.require(SpeechGolden.GREEDY);
        try (SpeechRecogniser recogniser =
                SpeechRecogniser.open(SpeechGolden.bundle(), OnnxDevice.open(DeviceOptions.cpu()))) {
            AudioClip clip = new AudioClip(SpeechGolden.wav("espeak_fox"), 16_000);
            SpeechOptions options = SpeechOptions.standard().withLanguage("en").withSearch(5, 2, List.of(0.0, 0.4));
            Transcript transcript = recogniser.transcribe(clip, options.withPrompt("fox, snow"));
            assertThat(recogniser.transcribe(clip, options.withPrompt("fox, snow")))
                    .as("the same again")
                    .isEqualTo(transcript);
            assertThat(recogniser.transcribe(clip, options).text())
                    .as("the prompt is heeded")
                    .isNotEqualTo(transcript.text());
            assertThat(transcript.segments())
                    .allSatisfy(segment -> assertThat(segment.endSeconds())
                            .isGreaterThanOrEqualTo(segment.startSeconds())
                            .isLessThanOrEqualTo(30));
            Transcript detected =
                    recogniser.transcribe(clip, SpeechOptions.quick().withTask(SpeechTask.TRANSLATE));
            assertThat(recogniser.languages()).contains(detected.language()).hasSize(99);
            assertThatThrownBy(() -> recogniser.transcribe(clip, options.withLanguage("tlh")))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("tlh");
        }
    }

    @Test
    void reachesTheEndOfLongSoundAndSaysNothingOnSilence() {
        Golden.require(SpeechGolden.GREEDY);
        try (SpeechRecogniser recogniser =
                SpeechRecogniser.open(SpeechGolden.bundle(), OnnxDevice.open(DeviceOptions.cpu()))) {
            float[] samples = SpeechGolden.repeated(SpeechGolden.wav("jfk"), 6);
            SpeechOptions greedy = SpeechOptions.standard().withLanguage("en").withSearch(1, 1, List.of(0.0));
            SpeechOptions lenient = new SpeechOptions(
                    "en",
                    "",
                    Set.of(),
                    false,
                    SpeechTask.TRANSCRIBE,
                    "",
                    "",
                    true,
                    1,
                    1,
                    List.of(0.0),
                    100,
                    -100,
                    1,
                    0,
                    40,
                    true,
                    false,
                    false);
            Transcript transcript = recogniser.transcribe(new AudioClip(samples, 16_000), lenient);
            List<Double> starts = new ArrayList<>();
            transcript.segments().forEach(segment -> starts.add(segment.startSeconds()));
            assertThat(starts).isNotEmpty().isSorted();
            assertThat(starts.get(starts.size() - 1)).isGreaterThan(30);
            float[] hiss = new float[48_000 * 40];
            Random random = new Random(3);
            for (int i = 0; i < hiss.length; i++) {
                hiss[i] = 0.1f + 5e-4f * (float) random.nextGaussian();
            }
            Transcript nothing = recogniser.transcribe(new AudioClip(hiss, 48_000), greedy);
            assertThat(nothing.text()).isEmpty();
            assertThat(nothing.segments()).isEmpty();
            assertThat(recogniser
                            .transcribe(new AudioClip(new float[0], 16_000), greedy)
                            .text())
                    .isEmpty();
        }
    }

    @Test
    void saysWhatABundleLacks(@TempDir Path folder) {
        assertThat(SpeechRecogniser.isIn(folder)).isFalse();
        assertThatThrownBy(() -> SpeechRecogniser.open(folder, OnnxDevice.open(DeviceOptions.cpu())))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("vocab.json");
    }
}
