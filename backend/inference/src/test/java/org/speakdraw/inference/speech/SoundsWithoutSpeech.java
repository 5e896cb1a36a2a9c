package org.speakdraw.inference.speech;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.speakdraw.inference.AudioClip;

/** What a microphone hears where nobody speaks: rooms, machines, knocks, keys, breath, a tune. */
final class SoundsWithoutSpeech {

    private static final int RATE = 16_000;

    private SoundsWithoutSpeech() {}

    /** Clips by name: every kind in three loudnesses and lengths from 1 to 6 s, the same ones each time. */
    static Map<String, AudioClip> all() {
        Map<String, AudioClip> clips = new LinkedHashMap<>();
        int[] seconds = {1, 3, 6};
        float[] amplitudes = {0.003f, 0.03f, 0.2f};
        for (int i = 0; i < seconds.length; i++) {
            for (float amplitude : amplitudes) {
                int samples = seconds[i] * RATE;
                int seed = 10 * i + 1;
                Map<String, IntFunction<float[]>> kinds = new LinkedHashMap<>();
                kinds.put("hiss", count -> hiss(count, seed));
                kinds.put("rumble", count -> rumble(count, seed));
                kinds.put("hum", SoundsWithoutSpeech::hum);
                kinds.put("knocks", count -> struck(count, 20_000, 200, 180));
                kinds.put("keys", count -> struck(count, 3_100, 30, 2_300));
                kinds.put("breath", count -> breath(count, seed));
                kinds.put("tune", SoundsWithoutSpeech::tune);
                for (Map.Entry<String, IntFunction<float[]>> kind : kinds.entrySet()) {
                    float[] sound = scaled(kind.getValue().apply(samples), amplitude, seed);
                    clips.put(
                            String.format(Locale.ROOT, "%s of %d s at %.3f", kind.getKey(), seconds[i], amplitude),
                            new AudioClip(sound, RATE));
                }
            }
        }
        return clips;
    }

    /** With a peak of {@code amplitude}, and the faint hiss that every microphone has. */
    private static float[] scaled(float[] sound, float amplitude, int seed) {
        float peak = 1e-9f;
        for (float sample : sound) {
            peak = Math.max(peak, Math.abs(sample));
        }
        float[] faint = hiss(sound.length, seed + 1);
        for (int i = 0; i < sound.length; i++) {
            sound[i] = sound[i] / peak * amplitude + 3e-4f * faint[i];
        }
        return sound;
    }

    private static float[] hiss(int count, int seed) {
        Random random = new Random(seed);
        float[] samples = new float[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (float) random.nextGaussian();
        }
        return samples;
    }

    /** Noise that falls with the frequency: traffic, wind, a ventilator. */
    private static float[] rumble(int count, int seed) {
        float[] samples = hiss(count, seed);
        for (int i = 1; i < count; i++) {
            samples[i] = 0.98f * samples[i - 1] + 0.2f * samples[i];
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

    /** Noise that comes and goes, as slowly as somebody breathes. */
    private static float[] breath(int count, int seed) {
        float[] samples = hiss(count, seed);
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

    private static double wave(double frequency, int sample) {
        return Math.sin(2 * Math.PI * frequency * sample / RATE);
    }
}
