package org.speakdraw.inference.speech;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.speakdraw.inference.onnx.EmbeddedGraph;
import org.speakdraw.inference.onnx.TensorBuffer;

/**
 * Silero's voice activity detection (snakers4/silero-vad 6.2, the graph that takes many frames in one run), part of the
 * program and always on one thread of the CPU: sound [frames, 64 + 512] and the state of its memory to how likely each
 * frame holds a voice. Thread-safe.
 */
final class SileroVad implements AutoCloseable {

    /** Samples at 16 kHz that one likelihood is about: 32 ms. */
    static final int FRAME = 512;

    /** Samples before a frame that it is judged with. */
    private static final int CONTEXT = 64;
    /** Frames of one run: 2 s, a few milliseconds of work. */
    private static final int BLOCK = 64;

    private static final int WIDTH = 128;
    /** Inputs and the outputs that the next run reads there. */
    private static final Map<String, String> STATE = Map.of("h", "hn", "c", "cn");

    private final NetworkPorts ports;

    private SileroVad(NetworkPorts ports) {
        this.ports = ports;
    }

    static SileroVad open() {
        String graph = "silero_vad_16k_sequence.onnx";
        return new SileroVad(new NetworkPorts(graph, EmbeddedGraph.open(SileroVad.class, graph)));
    }

    /**
     * Listens to a clip from its beginning.
     *
     * @param samples at 16 kHz, -1..1
     * @param control asked before each run
     * @return 0..1 for each {@link #FRAME} samples, an incomplete last one too
     */
    float[] likelihoods(float[] samples, DecodingControl control) {
        NetworkPorts ports = this.ports.sibling();
        List<String> outputs = List.copyOf(ports.outputs());
        STATE.forEach((from, to) -> {
            for (TensorBuffer state : List.of(ports.input(from).orElseThrow(), ports.output(to))) {
                state.shape(1, 1, WIDTH);
                state.clear();
            }
        });
        TensorBuffer input = ports.input("input").orElseThrow();
        TensorBuffer output = ports.output("speech_probs");
        float[] likelihoods = new float[(samples.length + FRAME - 1) / FRAME];
        float[] frame = new float[CONTEXT + FRAME];
        for (int from = 0; from < likelihoods.length; from += BLOCK) {
            float[] block = new float[Math.min(BLOCK, likelihoods.length - from)];
            input.shape(block.length, frame.length);
            for (int i = 0; i < block.length; i++) {
                cut(samples, (from + i) * FRAME - CONTEXT, frame);
                input.write(i * frame.length, frame);
            }
            output.shape(block.length);
            control.beforeRun();
            ports.run(outputs);
            output.read(0, block);
            System.arraycopy(block, 0, likelihoods, from, block.length);
            STATE.forEach((before, after) -> ports.input(before).orElseThrow().exchange(ports.output(after)));
        }
        return likelihoods;
    }

    /** What lies outside the clip is silence. */
    private static void cut(float[] samples, int from, float[] frame) {
        Arrays.fill(frame, 0);
        int first = Math.max(0, from);
        int last = Math.min(samples.length, from + frame.length);
        System.arraycopy(samples, first, frame, first - from, last - first);
    }

    @Override
    public void close() {
        ports.close();
    }
}
