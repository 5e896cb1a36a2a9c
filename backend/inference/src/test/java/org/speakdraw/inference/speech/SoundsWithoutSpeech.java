package org.speakdraw.inference.speech;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import org.speakdraw.inference.AudioClip;

/**
 * What a microphone hears where nobody speaks to it: noise of every colour, rooms, machines, knocks, keys, breath,
 * music, laughter, a crowd. 60 clips, the same ones each time.
 */
final class SoundsWithoutSpeech {

    private static final int RATE = 16_000;
    private static final Map<String, BiFunction<Integer, Random, float[]>> KINDS = kinds();

    private SoundsWithoutSpeech() {}

    private static Map<String, BiFunction<Integer, Random, float[]>> kinds() {
        Map<String, BiFunction<Integer, Random, float[]>> kinds = new LinkedHashMap<>();
        kinds.put("silence", (count, random) -> new float[count]);
        kinds.put("white noise", SoundsWithoutSpeech::white);
        kinds.put("pink noise", SoundsWithoutSpeech::pink);
        kinds.put("brown noise", SoundsWithoutSpeech::brown);
        kinds.put("blue noise", (count, random) -> differences(pink(count + 1, random)));
        kinds.put("violet noise", (count, random) -> differences(white(count + 1, random)));
        kinds.put("hum", (count, random) -> hum(count));
        kinds.put("knocks", (count, random) -> struck(count, 20_000, 200, 180));
        kinds.put("keyboard", SoundsWithoutSpeech::keyboard);
        kinds.put("breath", SoundsWithoutSpeech::breath);
        kinds.put("tune", (count, random) -> tune(count));
        kinds.put("whistling", SoundsWithoutSpeech::whistling);
        kinds.put("band", SoundsWithoutSpeech::band);
        kinds.put("laughter", SoundsWithoutSpeech::laughter);
        kinds.put("crowd", SoundsWithoutSpeech::crowd);
        return kinds;
    }

    /** Clips by name: every kind in four lengths from 1 to 8 s, soft and loud. */
    static Map<String, AudioClip> all() {
        Map<String, AudioClip> clips = new LinkedHashMap<>();
        KINDS.forEach((kind, sound) -> {
            int[] seconds = {1, 3, 5, 8};
            float[] peaks = {0.2f, 0.03f, 0.2f, 0.5f};
            for (int i = 0; i < seconds.length; i++) {
                Random random = new Random(kind.hashCode() + i);
                float[] samples = scaled(sound.apply(seconds[i] * RATE, random), peaks[i], random);
                String name = String.format(Locale.ROOT, "%s of %d s at %.2f", kind, seconds[i], peaks[i]);
                clips.put(name, new AudioClip(samples, RATE));
            }
        });
        return clips;
    }

    /** With a peak of {@code amplitude}, and the faint hiss that every microphone has. */
    private static float[] scaled(float[] sound, float amplitude, Random random) {
        float peak = 1e-9f;
        for (float sample : sound) {
            peak = Math.max(peak, Math.abs(sample));
        }
        float[] faint = white(sound.length, random);
        for (int i = 0; i < sound.length; i++) {
            sound[i] = sound[i] / peak * amplitude + 3e-4f * faint[i];
        }
        return sound;
    }

    private static float[] white(int count, Random random) {
        float[] samples = new float[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (float) random.nextGaussian();
        }
        return samples;
    }

    /** Falls by 3 dB an octave: a sum of slower and slower noises (Paul Kellet's filter). */
    private static float[] pink(int count, Random random) {
        double[] keep = {0.99886, 0.99332, 0.96900, 0.86650, 0.55000};
        double[] gain = {0.0555179, 0.0750759, 0.1538520, 0.3104856, 0.5329522};
        double[] state = new double[keep.length];
        float[] samples = white(count, random);
        for (int i = 0; i < count; i++) {
            double sum = 0.5 * samples[i];
            for (int j = 0; j < keep.length; j++) {
                state[j] = keep[j] * state[j] + gain[j] * samples[i];
                sum += state[j];
            }
            samples[i] = (float) sum;
        }
        return samples;
    }

    /** Falls by 6 dB an octave: traffic, wind, a ventilator. */
    private static float[] brown(int count, Random random) {
        float[] samples = white(count, random);
        for (int i = 1; i < count; i++) {
            samples[i] = 0.98f * samples[i - 1] + 0.2f * samples[i];
        }
        return samples;
    }

    /** Rises by 6 dB an octave more than what it is made of. */
    private static float[] differences(float[] sound) {
        float[] samples = new float[sound.length - 1];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = sound[i + 1] - sound[i];
        }
        return samples;
    }

    private static float[] hum(int count) {
        float[] samples = new float[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (float) (wave(50, i) + 0.5 * wave(150, i) + 0.2 * wave(250, i));
        }
        return samples;
    }

    /** A decaying tone again and again. */
    private static float[] struck(int count, int every, int decay, int frequency) {
        float[] samples = new float[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (float) (Math.exp(-(i % every) / (double) decay) * wave(frequency, i));
        }
        return samples;
    }

    /** Somebody types: clicks of different pitch and strength, down and up, unevenly. */
    private static float[] keyboard(int count, Random random) {
        float[] samples = new float[count];
        int at = random.nextInt(RATE / 8);
        while (at < count) {
            addClick(samples, at, 0.5 + 0.5 * random.nextDouble(), 1500 + random.nextInt(3000), random);
            addClick(samples, at + RATE / 14, 0.2, 3000 + random.nextInt(2000), random);
            at += RATE / 12 + random.nextInt(RATE / 5);
        }
        return samples;
    }

    private static void addClick(float[] samples, int at, double strength, int frequency, Random random) {
        for (int i = 0; i < RATE / 50 && at + i < samples.length; i++) {
            double tone = wave(frequency, i) + 0.7 * random.nextGaussian();
            samples[at + i] += (float) (strength * Math.exp(-i / 60.0) * tone);
        }
    }

    /** Noise that comes and goes, as slowly as somebody breathes. */
    private static float[] breath(int count, Random random) {
        float[] samples = white(count, random);
        for (int i = 1; i < count; i++) {
            double swell = Math.pow(Math.max(0, wave(1, i / 3)), 2);
            samples[i] = (float) (0.6 * samples[i - 1] + swell * samples[i]);
        }
        return samples;
    }

    /** Four notes with overtones. */
    private static float[] tune(int count) {
        double[] notes = {261.6, 329.6, 392, 523.3};
        float[] samples = new float[count];
        for (int i = 0; i < count; i++) {
            double note = notes[i / 6_000 % notes.length];
            double fades = Math.exp(-(i % 6_000) / 4_000.0);
            samples[i] = (float) (fades * (wave(note, i) + 0.4 * wave(2 * note, i) + 0.2 * wave(3 * note, i)));
        }
        return samples;
    }

    /** One note that glides and trembles. */
    private static float[] whistling(int count, Random random) {
        float[] samples = new float[count];
        double phase = random.nextDouble();
        for (int i = 0; i < count; i++) {
            double note = 1200 * Math.pow(2, Math.round(3 * wave(1, i / 2)) / 6.0) * (1 + 0.01 * wave(6, i));
            phase += note / RATE;
            samples[i] = (float) (0.8 * Math.sin(2 * Math.PI * phase));
        }
        return samples;
    }

    /** Chords, a bass and a drum, 120 beats a minute. */
    private static float[] band(int count, Random random) {
        double[][] chords = {{220, 277.2, 329.6}, {146.8, 220, 293.7}, {164.8, 246.9, 329.6}, {220, 277.2, 329.6}};
        float[] samples = new float[count];
        for (int i = 0; i < count; i++) {
            double[] chord = chords[i / RATE % chords.length];
            double sum = 0;
            for (double note : chord) {
                sum += 0.3
                        * (wave(note, i) + 0.5 * wave(2 * note, i) + 0.3 * wave(3 * note, i) + 0.2 * wave(5 * note, i));
            }
            int beat = i % (RATE / 2);
            sum += 1.2 * Math.exp(-beat / 1_500.0) * wave(60, beat);
            sum += 0.6 * Math.exp(-(i + RATE / 4) % (RATE / 2) / 400.0) * random.nextGaussian();
            sum += 0.5 * wave(chord[0] / 2, i);
            samples[i] = (float) sum;
        }
        return samples;
    }

    /** "Ha ha ha": puffs of breath and of a voice whose pitch falls, through the formants of an open vowel. */
    private static float[] laughter(int count, Random random) {
        float[] source = new float[count];
        double phase = 0;
        for (int i = 0; i < count; i++) {
            int within = i % (RATE / 5);
            double round = (i / (RATE / 5)) % 8;
            double pitch = 330 - 18 * round + 40 * Math.exp(-within / 800.0);
            phase += pitch / RATE;
            double puff = within < 900 ? 0.25 * random.nextGaussian() : 0;
            double voice = within > 700 && within < 2_300 && round < 7 ? 2 * (phase % 1) - 1 : 0;
            source[i] = (float) (puff + voice);
        }
        float[] sound = new float[count];
        for (double[] formant : new double[][] {{850, 90, 1}, {1350, 110, 0.7}, {2700, 160, 0.3}}) {
            addResonance(source, sound, formant[0], formant[1], formant[2]);
        }
        return sound;
    }

    /** Six seconds of syllables that are no words: a noise or none, then a vowel, with a pitch that rises and falls. */
    static AudioClip babble() {
        double[][] vowels = {{730, 1090, 2440}, {270, 2290, 3010}, {300, 870, 2240}, {530, 1840, 2480}, {570, 840, 2410}
        };
        Random random = new Random(11);
        float[] sound = new float[6 * RATE];
        double phase = 0;
        for (int at = 0; at + RATE / 4 < sound.length; ) {
            int consonant = RATE / 40 + random.nextInt(RATE / 25);
            int vowel = RATE / 12 + random.nextInt(RATE / 12);
            boolean hisses = random.nextInt(3) > 0;
            double pitch = 110 + random.nextInt(60);
            float[] source = new float[consonant + vowel];
            for (int i = 0; i < source.length; i++) {
                phase += pitch * (1 + 0.15 * Math.sin(Math.PI * i / source.length)) / RATE;
                double swell = Math.sin(Math.PI * Math.max(0, i - consonant) / vowel);
                source[i] = (float)
                        (i < consonant ? hisses ? 0.15 * random.nextGaussian() : 0 : swell * (2 * (phase % 1) - 1));
            }
            float[] syllable = new float[source.length];
            double[] formants = vowels[random.nextInt(vowels.length)];
            for (int formant = 0; formant < formants.length; formant++) {
                addResonance(source, syllable, formants[formant], 80 + 40 * formant, Math.pow(0.5, formant));
            }
            System.arraycopy(syllable, 0, sound, at, syllable.length);
            at += syllable.length;
        }
        return new AudioClip(scaled(sound, 0.2f, random), RATE);
    }

    private static void addResonance(float[] source, float[] sound, double frequency, double width, double gain) {
        double radius = Math.exp(-Math.PI * width / RATE);
        double first = 2 * radius * Math.cos(2 * Math.PI * frequency / RATE);
        double one = 0;
        double two = 0;
        for (int i = 0; i < source.length; i++) {
            double next = (1 - radius) * source[i] + first * one - radius * radius * two;
            two = one;
            one = next;
            sound[i] += (float) (gain * next);
        }
    }

    /** Eighteen people in three languages at once, each going on and on: voices everywhere, and not a word for us. */
    private static float[] crowd(int count, Random random) {
        List<float[]> voices = new ArrayList<>();
        try {
            ForeignPrompts.spoken()
                    .values()
                    .forEach(all -> all.forEach(spoken -> voices.add(
                            new SincResampler(RATE).resample(spoken.clip()).samples())));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        float[] samples = new float[count];
        for (float[] voice : voices) {
            int from = random.nextInt(voice.length);
            for (int i = 0; i < count; i++) {
                samples[i] += voice[(from + i) % voice.length];
            }
        }
        return samples;
    }

    private static double wave(double frequency, int sample) {
        return Math.sin(2 * Math.PI * frequency * sample / RATE);
    }
}
