package org.speakdraw.inference.matting;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.imaging.Matte;
import org.speakdraw.inference.onnx.OnnxModel;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;

/**
 * Robust Video Matting (S. Lin, L. Yang, I. Saleemi, S. Sengupta, WACV 2022; graphs of PeterL1n/RobustVideoMatting):
 * frames [b, 3, H, W], RGB 0..1, and four recurrent tensors to mattes [b, 1, H, W] and foreground [b, 3, H, W], both
 * 0..1. Element types are read from the graph. What a session remembers is kept in the graph's own type, so that it
 * goes round without rounding.
 */
public final class RobustVideoMatting implements MattingModel {

    /** Frames that can share a call. */
    private record Batch(int width, int height, float ratio) {}

    private final OnnxModel model;
    private final int maxRows;
    private final RecurrentShapes shapes;
    private final TensorBuffer source;
    private final TensorBuffer ratioInput;
    private final TensorBuffer foreground;
    private final TensorBuffer alpha;
    private final List<TensorBuffer> recurrentIn = new ArrayList<>();
    private final List<TensorBuffer> recurrentOut = new ArrayList<>();

    /** Takes over {@code model}; {@code channels} count where the graph does not fix them. */
    RobustVideoMatting(Path file, OnnxModel model, List<Integer> channels, int maxRows) {
        Map<String, TensorInfo> inputs = byName(model.inputs());
        Map<String, TensorInfo> outputs = byName(model.outputs());
        this.model = model;
        source = new TensorBuffer(require(file, inputs, "src"));
        ratioInput = new TensorBuffer(require(file, inputs, "downsample_ratio"));
        foreground = new TensorBuffer(require(file, outputs, "fgr"));
        alpha = new TensorBuffer(require(file, outputs, "pha"));
        List<Integer> known = new ArrayList<>();
        for (int level = 0; level < channels.size(); level++) {
            TensorInfo in = require(file, inputs, "r" + (level + 1) + "i");
            TensorInfo out = require(file, outputs, "r" + (level + 1) + "o");
            recurrentIn.add(new TensorBuffer(in));
            recurrentOut.add(new TensorBuffer(out));
            known.add(out.sizeOr(1, in.sizeOr(1, channels.get(level))));
            if (in.type() != out.type()) {
                throw new InferenceException(
                        InferenceError.BUNDLE_INVALID, file + ": " + in + " cannot be fed with " + out);
            }
        }
        shapes = new RecurrentShapes(known);
        this.maxRows = require(file, inputs, "src").sizeOr(0, maxRows);
    }

    /** Whether a graph with these inputs is of this kind. */
    static boolean recognises(List<TensorInfo> inputs) {
        return byName(inputs).keySet().containsAll(List.of("src", "r1i", "r4i", "downsample_ratio"));
    }

    @Override
    public List<Matting> matte(List<MattingInput> inputs) {
        Set<MattingState> states = new HashSet<>();
        Map<Batch, List<Integer>> batches = new LinkedHashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            MattingInput input = inputs.get(i);
            if (!states.add(input.state())) {
                throw new IllegalArgumentException("two frames of a batch share a matting state; each session has one");
            }
            Frame frame = input.frame();
            float ratio = input.ratio().forSize(frame.width(), frame.height());
            batches.computeIfAbsent(new Batch(frame.width(), frame.height(), ratio), key -> new ArrayList<>())
                    .add(i);
        }
        Matting[] found = new Matting[inputs.size()];
        batches.forEach((batch, places) -> {
            for (int from = 0; from < places.size(); from += maxRows) {
                List<Integer> part = places.subList(from, Math.min(from + maxRows, places.size()));
                List<Matting> mattes = run(batch, part.stream().map(inputs::get).toList());
                for (int row = 0; row < part.size(); row++) {
                    found[part.get(row)] = mattes.get(row);
                }
            }
        });
        return List.of(found);
    }

    /** None: the network is calm by its memory and sharp by its own refiner. */
    @Override
    public RefinementParameters recommendedRefinement() {
        return RefinementParameters.none();
    }

    @Override
    public void close() {
        model.close();
    }

    private List<Matting> run(Batch batch, List<MattingInput> rows) {
        boolean withForeground = rows.stream().anyMatch(MattingInput::foreground);
        write(batch, rows);
        List<TensorBuffer> in = new ArrayList<>(recurrentIn);
        in.add(source);
        in.add(ratioInput);
        List<TensorBuffer> out = new ArrayList<>(recurrentOut);
        out.add(alpha);
        if (withForeground) {
            out.add(foreground);
        }
        model.run(in, out);
        List<Matting> mattes = new ArrayList<>(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            mattes.add(read(batch, row, rows.get(row)));
        }
        return mattes;
    }

    private void write(Batch batch, List<MattingInput> rows) {
        int count = rows.size();
        source.shape(count, 3, batch.height(), batch.width());
        foreground.shape(count, 3, batch.height(), batch.width());
        alpha.shape(count, 1, batch.height(), batch.width());
        ratioInput.shape(1);
        ratioInput.write(0, new float[] {batch.ratio()});
        for (int level = 0; level < shapes.levels(); level++) {
            int channels = shapes.channels().get(level);
            int height = shapes.side(batch.height(), batch.ratio(), level);
            int width = shapes.side(batch.width(), batch.ratio(), level);
            recurrentIn.get(level).shape(count, channels, height, width);
            recurrentOut.get(level).shape(count, channels, height, width);
        }
        for (int row = 0; row < count; row++) {
            MattingInput input = rows.get(row);
            float[] planes = UnitColours.planes(input.frame());
            source.write(row * planes.length, planes);
            input.state().prepare(this, batch.width(), batch.height(), batch.ratio(), input.source());
            writeMemory(batch, row, input.state());
        }
    }

    /** A first frame has zeros for a past: in full shape, since the rows beside it may have a real one. */
    private void writeMemory(Batch batch, int row, MattingState state) {
        for (int level = 0; level < shapes.levels(); level++) {
            int size = shapes.size(level, batch.width(), batch.height(), batch.ratio());
            TensorBuffer buffer = recurrentIn.get(level);
            if (state.isFresh()) {
                buffer.write(row * size, new float[size]);
            } else {
                buffer.writeRaw(row * size, state.memory().get(level));
            }
        }
    }

    private Matting read(Batch batch, int row, MattingInput input) {
        float[] values = new float[batch.width() * batch.height()];
        alpha.read(row * values.length, values);
        List<byte[]> memory = new ArrayList<>();
        for (int level = 0; level < shapes.levels(); level++) {
            int size = shapes.size(level, batch.width(), batch.height(), batch.ratio());
            memory.add(recurrentOut.get(level).readRaw(row * size, size));
        }
        if (MatteValues.clamp(values)) {
            input.state().remember(memory);
        } else {
            // Half precision overflowed: what is remembered is as broken as the matte, and would stay so.
            input.state().reset();
        }
        Optional<Frame> colours = input.foreground() ? Optional.of(readForeground(batch, row)) : Optional.empty();
        return new Matting(new Matte(batch.width(), batch.height(), values), colours);
    }

    private Frame readForeground(Batch batch, int row) {
        float[] planes = new float[3 * batch.width() * batch.height()];
        foreground.read(row * planes.length, planes);
        return UnitColours.toFrame(batch.width(), batch.height(), planes);
    }

    private static Map<String, TensorInfo> byName(List<TensorInfo> tensors) {
        Map<String, TensorInfo> named = new LinkedHashMap<>();
        tensors.forEach(tensor -> named.put(tensor.name(), tensor));
        return named;
    }

    private static TensorInfo require(Path file, Map<String, TensorInfo> tensors, String name) {
        TensorInfo tensor = tensors.get(name);
        if (tensor == null) {
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID,
                    file + ": no tensor is named " + name + "; it has " + tensors.keySet());
        }
        return tensor;
    }
}
