package org.speakdraw.inference.speech;

import java.util.Arrays;

/**
 * Whisper's features of 30 s of sound (openai/whisper, {@code audio.py}): short-time power spectrum (periodic Hann
 * window of 25 ms every 10 ms, padded by reflection), mel filters, logarithm, the loudest 80 dB, scaled to about
 * -1..1. Holds work memory: not thread-safe.
 */
public final class LogMel {

    /** Samples a second that the features are defined for. */
    public static final int SAMPLE_RATE = 16_000;
    /** Samples of one window: 30 s. */
    public static final int WINDOW = 30 * SAMPLE_RATE;
    /** Feature columns of one window. */
    public static final int FRAMES = 3000;
    /** Samples from one column to the next. */
    public static final int HOP = 160;

    private static final int PAD = PowerSpectrum.SIZE / 2;
    private static final double FLOOR = 1e-10;

    private final MelFilters filters;
    private final PowerSpectrum spectrum = new PowerSpectrum();
    private final double[] hann = new double[PowerSpectrum.SIZE];
    private final double[] windowed = new double[PowerSpectrum.SIZE];
    private final double[] power = new double[PowerSpectrum.BINS];

    /** @param bins rows of the features: 80, or 128 from Whisper large-v3 on */
    public LogMel(int bins) {
        if (bins != 80 && bins != 128) {
            throw new IllegalArgumentException(bins + " mel bins; 80 or 128");
        }
        filters = MelFilters.of(bins);
        for (int i = 0; i < hann.length; i++) {
            hann[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / hann.length);
        }
    }

    /** Rows of the features. */
    public int bins() {
        return filters.count();
    }

    /** Features of the 30 s from sample {@code from} on: [bins, 3000]. */
    public float[] features(float[] samples, int from) {
        return features(samples, from, FRAMES);
    }

    /**
     * Features of the sound from sample {@code from} on; what lies beyond the end counts as silence.
     *
     * @param samples at 16 kHz, -1..1
     * @param columns of 10 ms, 3..3000
     * @return [bins, columns], row by row; owned by the caller
     */
    float[] features(float[] samples, int from, int columns) {
        int window = columns * HOP;
        int available = Math.max(0, Math.min(window, samples.length - from));
        double[] logs = new double[bins() * columns];
        Arrays.fill(logs, Math.log10(FLOOR));
        double loudest = Math.log10(FLOOR);
        for (int column = 0; column < columns; column++) {
            int start = column * HOP - PAD;
            boolean mirrorsTheEnd = start + PowerSpectrum.SIZE > window;
            // A column of nothing but padding keeps the floor it was filled with.
            if (start < available || (mirrorsTheEnd && available > window - PAD - 1)) {
                cut(samples, from, available, start, window);
                spectrum.of(windowed, power);
                for (int m = 0; m < bins(); m++) {
                    double log = Math.log10(Math.max(FLOOR, filters.energy(m, power)));
                    logs[m * columns + column] = log;
                    loudest = Math.max(loudest, log);
                }
            }
        }
        float[] features = new float[logs.length];
        for (int i = 0; i < logs.length; i++) {
            features[i] = (float) ((Math.max(logs[i], loudest - 8) + 4) / 4);
        }
        return features;
    }

    /**
     * The frame that begins at {@code start} of the padded window, reflected at both of its ends, times Hann's bell.
     */
    private void cut(float[] samples, int from, int available, int start, int window) {
        for (int i = 0; i < windowed.length; i++) {
            int at = Math.abs(start + i);
            at = at >= window ? 2 * (window - 1) - at : at;
            windowed[i] = at < available ? samples[from + at] * hann[i] : 0;
        }
    }
}
