package org.speakdraw.inference.speech;

import java.util.List;
import org.speakdraw.inference.onnx.EmbeddedGraph;
import org.speakdraw.inference.onnx.OnnxModel;
import org.speakdraw.inference.onnx.TensorBuffer;

/**
 * Smart Turn 3.2 (pipecat-ai/smart-turn): Whisper's features of the last 8 s, [1, 80, 800], to how likely somebody who
 * pauses has said all. It listens to melody and grammar, in 23 languages. One call at a
 * time: other threads wait.
 */
final class SmartTurn implements AutoCloseable {

    private static final int COLUMNS = 800;
    private static final int SAMPLES = COLUMNS * LogMel.HOP;
    private static final int BINS = 80;
    private static final double LEAST_VARIANCE = 1e-7;

    private final OnnxModel model;
    private final LogMel logMel = new LogMel(BINS);
    private final TensorBuffer features;
    private final TensorBuffer likelihood;

    private SmartTurn(OnnxModel model) {
        this.model = model;
        this.features = new TensorBuffer(model.inputs().get(0));
        this.likelihood = new TensorBuffer(model.outputs().get(0));
    }

    static SmartTurn open() {
        return new SmartTurn(EmbeddedGraph.open(SmartTurn.class, "smart-turn-v3.2-cpu.onnx"));
    }

    /**
     * Judges what was said until now.
     *
     * @param samples at 16 kHz; of more than 8 s the last ones count, and before less than that is silence
     * @return 0..1
     */
    synchronized double finished(float[] samples) {
        features.shape(1, BINS, COLUMNS);
        features.write(0, logMel.features(normalised(samples), 0, COLUMNS));
        likelihood.shape(1, 1);
        model.run(List.of(features), List.of(likelihood));
        float[] value = new float[1];
        likelihood.read(0, value);
        return value[0];
    }

    /** The last 8 s with mean 0 and variance 1, the silence before them included: what the network was trained with. */
    private static float[] normalised(float[] samples) {
        int count = Math.min(SAMPLES, samples.length);
        double sum = 0;
        double squares = 0;
        for (int i = samples.length - count; i < samples.length; i++) {
            sum += samples[i];
            squares += (double) samples[i] * samples[i];
        }
        double mean = sum / SAMPLES;
        double deviation = Math.sqrt(squares / SAMPLES - mean * mean + LEAST_VARIANCE);
        float[] normal = new float[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            int at = samples.length - SAMPLES + i;
            normal[i] = (float) (((at < 0 ? 0 : samples[at]) - mean) / deviation);
        }
        return normal;
    }

    @Override
    public synchronized void close() {
        model.close();
    }
}
