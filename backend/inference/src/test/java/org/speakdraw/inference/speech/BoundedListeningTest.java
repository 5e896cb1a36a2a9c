package org.speakdraw.inference.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.audio.AudioDecoder;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.Interruption;
import org.speakdraw.inference.onnx.OnnxDevice;

/** What listening costs, counted in runs of the networks, and who may come in between. */
class BoundedListeningTest {

    /** As files are listened to: greedy first, then with five samples at five temperatures. */
    private static final SpeechOptions FILE =
            SpeechOptions.standard().withSearch(1, 5, List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0));

    private static final AudioDecoder DECODER = new AudioDecoder();
    private static final SpeechRecogniser WHISPER = SpeechRecogniser.open(
            Path.of("../../models/whisper"),
            OnnxDevice.open(DeviceOptions.parse("cpu", 1, 0, false, Path.of("engines"))));

    @AfterAll
    static void close() {
        WHISPER.close();
        DECODER.close();
    }

    private static AudioClip garden() throws Exception {
        return clip("audio/garden.flac");
    }

    private static AudioClip clip(String name) throws Exception {
        Path file = Path.of("src/test/resources/org/speakdraw/inference").resolve(name);
        return DECODER.decode(Files.readAllBytes(file), 30);
    }

    @Test
    void aTelephoneCostsNoMoreThanTwiceItsTwin() throws Exception {
        short[] samples = atHalfTheRate(garden());
        AudioClip plain = DECODER.decode(wav(samples, false), 30);
        AudioClip telephone = DECODER.decode(wav(samples, true), 30);
        int runs = runs(plain, FILE);
        assertThat(runs).isPositive();
        assertThat(runs(telephone, FILE)).isLessThanOrEqualTo(2 * runs);
        assertThat(WHISPER.transcribe(telephone, FILE).text()).containsIgnoringCase("garden");
    }

    /** Encoder, language, prefixes of six attempts, and the tokens that 6 s may have, by one row and by five. */
    @Test
    void soundThatIsNoSpeechCostsLittleAndSaysNothing() {
        Map<String, AudioClip> sounds = new TreeMap<>(SoundsWithoutSpeech.all());
        sounds.keySet().removeIf(name -> !name.endsWith("0.20"));
        int most = 2 + 6 + 3 * (20 + 12 * 6);
        sounds.forEach((name, sound) -> {
            AtomicInteger runs = new AtomicInteger();
            Transcription transcription = WHISPER.begin(sound, FILE);
            assertThat(transcription.step(runs::incrementAndGet)).as(name).isFalse();
            assertThat(runs.get()).as(name).isLessThanOrEqualTo(most);
            assertThat(transcription.transcript().text()).as(name).isEmpty();
        });
    }

    /** A live sentence comes in between two steps of a file, and neither notices the other. */
    @Test
    void anotherSentenceIsListenedToInTheMiddle() throws Exception {
        AudioClip clip = garden();
        String expected = WHISPER.transcribe(clip, FILE).text();
        String live = WHISPER.transcribe(clip, SpeechOptions.quick()).text();
        List<String> heard = new ArrayList<>();
        AtomicInteger runs = new AtomicInteger();
        try (SpeechRecogniser sibling = WHISPER.sibling()) {
            Transcription file = WHISPER.begin(clip, FILE);
            file.step(() -> {
                if (runs.incrementAndGet() % 4 == 0) {
                    heard.add(sibling.transcribe(clip, SpeechOptions.quick()).text());
                }
            });
            assertThat(file.transcript().text()).isEqualTo(expected);
        }
        assertThat(heard).hasSizeGreaterThan(1).containsOnly(live);
        assertThat(WHISPER.transcribe(clip, FILE).text()).isEqualTo(expected);
    }

    @Test
    void aStepThatIsBrokenOffCanBeTakenAgain() throws Exception {
        AudioClip clip = garden();
        String expected = WHISPER.transcribe(clip, FILE).text();
        for (int limit : new int[] {1, 2, 3, 6}) {
            Transcription file = WHISPER.begin(clip, FILE);
            AtomicInteger runs = new AtomicInteger();
            assertThatThrownBy(() -> file.step(() -> {
                        if (runs.incrementAndGet() == limit) {
                            throw new CancellationException();
                        }
                    }))
                    .isInstanceOf(CancellationException.class);
            assertThat(runs).hasValue(limit);
            assertThat(file.transcript().text()).isEmpty();
            assertThat(file.step()).isFalse();
            assertThat(file.transcript().text()).isEqualTo(expected);
        }
    }

    /** Whoever is in a hurry breaks the encoder off, but cannot keep it from ever being done. */
    @Test
    void anEncoderThatIsBrokenOffIsRunAgain() throws Exception {
        AudioClip clip = garden();
        String expected = WHISPER.transcribe(clip, FILE).text();
        int undisturbed = runs(clip, FILE);
        Interruption interruption = new Interruption();
        AtomicInteger runs = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        Thread hurried = new Thread(() -> {
            while (!done.get()) {
                interruption.interrupt();
            }
        });
        hurried.start();
        try {
            Transcription file = WHISPER.begin(clip, FILE);
            file.step(new DecodingControl() {
                @Override
                public void beforeRun() {
                    runs.incrementAndGet();
                    interruption.clear();
                }

                @Override
                public Interruption interruption() {
                    return interruption;
                }
            });
            assertThat(file.transcript().text()).isEqualTo(expected);
        } finally {
            done.set(true);
            hurried.join();
        }
        assertThat(runs).hasValue(undisturbed + WindowBudget.MOST_INTERRUPTED);
        assertThat(WHISPER.transcribe(clip, FILE).text()).isEqualTo(expected);
    }

    /** A sentence in Italian, which counts for nothing, where no text is ever good enough. */
    @Test
    void whatIsAsGoodAsSilenceIsNotTriedAgain() throws Exception {
        AudioClip italian = clip("speech/it-1.ogg");
        assertThat(runs(italian, never(true, List.of(0.0, 0.4)))).isEqualTo(runs(italian, never(true, List.of(0.0))));
        assertThat(runs(italian, never(false, List.of(0.0, 0.4))))
                .as("where Italian counts")
                .isGreaterThan(runs(italian, never(false, List.of(0.0))));
        assertThat(WHISPER.transcribe(italian, never(true, List.of(0.0, 0.4))).text())
                .isEmpty();
    }

    /** Options that no text is good enough for. */
    private static SpeechOptions never(boolean onlyExpected, List<Double> temperatures) {
        return new SpeechOptions(
                "",
                "en",
                Set.of("en", "de", "fr", "es"),
                onlyExpected,
                SpeechTask.TRANSCRIBE,
                "",
                "",
                false,
                1,
                1,
                temperatures,
                0.1,
                -1,
                0.6,
                SpeechOptions.VOICE,
                224,
                true,
                false,
                false);
    }

    private static int runs(AudioClip clip, SpeechOptions options) {
        AtomicInteger runs = new AtomicInteger();
        Transcription transcription = WHISPER.begin(clip, options);
        while (transcription.step(runs::incrementAndGet)) {
            // Until nothing is left.
        }
        return runs.get();
    }

    private static short[] atHalfTheRate(AudioClip clip) {
        float[] samples = new SincResampler(8_000).resample(clip).samples();
        short[] halved = new short[samples.length];
        for (int i = 0; i < halved.length; i++) {
            halved[i] = (short) Math.max(-32_768, Math.min(32_767, Math.round(32_768 * samples[i])));
        }
        return halved;
    }

    private static byte[] wav(short[] samples, boolean aLaw) {
        int width = aLaw ? 1 : 2;
        ByteBuffer out = ByteBuffer.allocate(44 + width * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(36 + width * samples.length).put(ascii("WAVEfmt "));
        out.putInt(16).putShort((short) (aLaw ? 6 : 1)).putShort((short) 1);
        out.putInt(8_000).putInt(8_000 * width).putShort((short) width).putShort((short) (8 * width));
        out.put(ascii("data")).putInt(width * samples.length);
        for (short sample : samples) {
            if (aLaw) {
                out.put(aLaw(sample));
            } else {
                out.putShort(sample);
            }
        }
        return out.array();
    }

    /** ITU-T G.711: sign, three bits of exponent, four of mantissa, every other bit inverted. */
    private static byte aLaw(short sample) {
        int magnitude = sample < 0 ? ~sample >> 3 : sample >> 3;
        int exponent = Math.max(0, 27 - Integer.numberOfLeadingZeros(magnitude));
        // The two lowest segments have steps of the same size.
        int code = exponent << 4 | magnitude >> Math.max(1, exponent) & 0xF;
        return (byte) ((code | (sample < 0 ? 0 : 0x80)) ^ 0x55);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
