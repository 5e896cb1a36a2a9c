package org.speakdraw.inference.diffusion;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.remote.RemoteModel;
import org.speakdraw.inference.remote.RemoteNetwork;

/**
 * The networks of one bundle on one device, and the tick that serves every session at once: one encoder batch, one
 * UNet call with the rows of all sessions at all steps, one decoder batch. Sizes do not mix in a batch, so each size
 * has its own; batches are split at the configured number of rows, or where {@link #tune} found that it pays.
 *
 * <p>A tick is {@link #encode}, {@link Tick#denoise} and {@link Tick#decode} one after another, as {@link #advance} does
 * them. On a device that {@link #overlaps}, three ticks may be under way, each in another of these.
 *
 * <p>Thread-safe, but for the states of the sessions: a session's ticks are denoised one after another, in their order.
 */
public final class DiffusionStream implements AutoCloseable {

    private static final int REMEMBERED_PROMPTS = 512;
    /** What a model server runs, of a bundle. */
    private static final String REMOTE_UNET = "unet/model.onnx";

    private final DiffusionBundle bundle;
    private final OnnxDevice device;
    private final Optional<RemoteModel> remote;
    private final String name;
    private final LcmSchedule schedule;
    private final PromptEncoder prompts;
    private final Optional<ImagePromptEncoder> images;
    private final ControlNetworks control;
    private final VaeEncoder encoder;
    private final UNet unet;
    private final VaeDecoder decoder;
    private final int maxBatchRows;
    /** Of ticks that are over. */
    private final Queue<TickMemory> memories = new ConcurrentLinkedQueue<>();

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private DiffusionStream(
            DiffusionBundle bundle, DeviceOptions options, int maxBatchRows, Optional<RemoteModel> remote) {
        this.bundle = bundle;
        this.maxBatchRows = maxBatchRows;
        this.device = OnnxDevice.open(options);
        this.remote = remote;
        this.name = remote.isPresent() ? options.device() : device.name();
        this.schedule = new LcmSchedule(bundle.scheduler().alphasCumprod(), TimestepSelection.GRID);
        BundleFiles files = bundle.files();
        BatchShapes shapes = new BatchShapes(bundle, maxBatchRows);
        boolean complete = false;
        try {
            // Before anything is loaded: it may not be there, or run something else.
            Optional<RemoteNetwork> served = remote.map(model -> own(UNet.find(files.require(REMOTE_UNET), model)));
            prompts = own(PromptEncoder.open(bundle, device, REMEMBERED_PROMPTS));
            images = bundle.takesImagePrompts()
                    ? Optional.of(own(ImagePromptEncoder.open(files, device, bundle.crossAttentionWidth())))
                    : Optional.empty();
            int imageTokens = images.map(ImagePromptEncoder::tokens).orElse(0);
            control = own(ControlNetworks.open(bundle, device, shapes));
            encoder = own(VaeEncoder.open(
                    files.graph("vae_encoder", device), device, bundle.vae(), maxBatchRows, shapes.pictures()));
            UNetTraits traits = UNetTraits.of(bundle, imageTokens, control);
            unet = own(
                    served.isPresent()
                            ? UNet.remote(files.require(REMOTE_UNET), served.get(), maxBatchRows, traits)
                            : UNet.open(
                                    files.graph("unet", device),
                                    device,
                                    maxBatchRows,
                                    shapes.rows(imageTokens, control.adapter()),
                                    traits));
            decoder = own(VaeDecoder.open(
                    files.graph("vae_decoder", device), device, bundle.vae(), maxBatchRows, shapes.latents()));
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    /**
     * Loads all networks. One that fails closes those before it.
     *
     * @param maxBatchRows rows of one call at most
     * @throws InferenceException {@code bundle-invalid}, {@code device-unavailable}
     */
    public static DiffusionStream open(DiffusionBundle bundle, DeviceOptions device, int maxBatchRows) {
        return open(bundle, device, maxBatchRows, Optional.empty());
    }

    /**
     * The same.
     *
     * @param remote runs the UNet, and {@code device} the others; empty: {@code device} runs all
     * @throws InferenceException also {@code device-unavailable} while the model server is not there,
     *     {@code bundle-invalid} if it runs something else, or can run no such bundle; before anything is loaded
     */
    public static DiffusionStream open(
            DiffusionBundle bundle, DeviceOptions device, int maxBatchRows, Optional<RemoteModel> remote) {
        if (maxBatchRows < 1) {
            throw new IllegalArgumentException("at most " + maxBatchRows + " rows in a batch; it is at least 1");
        }
        return new DiffusionStream(bundle, device, maxBatchRows, remote);
    }

    /** Where the networks run: {@code cpu}, {@code cuda:N}, {@code tensorrt:N} or {@code remote:N}. */
    public String device() {
        return name;
    }

    /** What it runs with, for people: provider, precision, kind of graph. */
    public String description() {
        String replay = device.kind().equals("cuda")
                ? ", CUDA graphs " + (unet.replays() ? "on" : "off")
                : unet.replays() ? ", replayed" : "";
        return device.provider() + ", " + unet.description() + replay;
    }

    /** Whether the UNet's calls are recorded and replayed. */
    public boolean replays() {
        return unet.replays();
    }

    /** Calls of the UNet so far that were recorded or replayed. */
    public long replayedCalls() {
        return unet.replayedCalls();
    }

    /** Calls of the networks so far that were to be replayed and were not, such as for want of the device's memory. */
    public long unreplayedCalls() {
        return encoder.unreplayedCalls() + unet.unreplayedCalls() + decoder.unreplayedCalls();
    }

    /** Why this is not the device that was asked for. */
    public Optional<String> fallback() {
        return device.fallback();
    }

    /**
     * What the text encoder makes of a prompt, with LoRAs, if the model has any, as they were trained; remembered for the
     * texts used last. Thread-safe.
     *
     * @param prompt of any length, with the usual notation for weights: {@code a (red:1.3) fox AND a castle :0.6}. Of
     *     each part, what is over the encoder's token positions is cut off
     */
    public TextEmbedding embed(String prompt) {
        return embed(prompt, 1);
    }

    /**
     * The same with LoRAs that count more or less.
     *
     * @param loraScale 0..2, as {@link StreamParameters#loraScale}; another one encodes the prompt anew only where LoRAs lie
     *     beside the text encoders' weights
     */
    public TextEmbedding embed(String prompt, float loraScale) {
        return prompts.embed(prompt, loraScale);
    }

    /**
     * What the image encoder makes of an image that the picture is to resemble, with a scale of 1. Thread-safe.
     *
     * @throws InferenceException {@code image-prompt-unavailable} where the bundle has no IP-Adapter;
     *     {@code model-failed}
     */
    public ImagePrompt embed(Frame image) {
        return images.orElseThrow(() -> new InferenceException(
                        InferenceError.IMAGE_PROMPT_UNAVAILABLE,
                        "the bundle " + bundle.id() + " takes no image as a prompt: it has no IP-Adapter"))
                .encode(image);
    }

    /**
     * Measures for a few seconds which batches this device is fastest with, and splits at that size from now on.
     * Nothing else is to run meanwhile.
     *
     * @throws InferenceException {@code model-failed}
     */
    public BatchTuning tune() {
        BatchTuning tuning = BatchTuning.measure(this, bundle.recommended(), maxBatchRows);
        limitRows(tuning.rows());
        return tuning;
    }

    /**
     * Measures what strength does, where the bundle asks for that: for {@code limit} at most, and one picture. Nothing
     * else is to run meanwhile.
     *
     * @param progress is told the share of the time that is over, 0..1, once a picture
     * @return what has come of it, for people; empty where there was nothing to do
     * @throws InferenceException {@code model-failed}
     */
    public Optional<String> calibrate(Duration limit, LongSupplier nanoTime, DoubleConsumer progress) {
        if (!bundle.uncalibrated()) {
            return Optional.empty();
        }
        List<String> prompts = List.of(bundle.recommended().prompt());
        Optional<double[]> changes = new StrengthCalibration(this, prompts, 1, progress).changes(limit, nanoTime);
        if (changes.isEmpty()) {
            bundle.leaveLinear();
            return Optional.of("strength stays linear: this device is too slow to measure it");
        }
        try {
            boolean kept = bundle.calibrate(changes.get());
            return Optional.of("strength is measured" + (kept ? "" : ", and not kept: the folder cannot be written"));
        } catch (IllegalArgumentException e) {
            bundle.leaveLinear();
            return Optional.of("strength stays linear: " + e.getMessage());
        }
    }

    /**
     * Paints grey for nobody, at the size that the bundle recommends: fails when the networks do, and not because of
     * what somebody asks of them.
     *
     * @param rows at once
     * @return rows times pixels of their pictures a second, as this shows: the first of several may be slow
     * @throws InferenceException {@code model-failed}
     */
    public double tryOut(int rows) {
        List<StreamInput<Integer>> batch = BatchTuning.batch(this, bundle.recommended(), rows);
        long area = (long) bundle.recommended().width() * bundle.recommended().height();
        long start = System.nanoTime();
        advance(batch);
        return 1e9 * rows * area / (System.nanoTime() - start);
    }

    /**
     * Splits batches at {@code rows} from now on, as far as the graphs let that be chosen.
     *
     * @param rows at most what the stream was opened with
     */
    public void limitRows(int rows) {
        encoder.limitRows(rows);
        unet.limitRows(rows);
        decoder.limitRows(rows);
    }

    /** @param costs of ticks of 1, 2, 4 ... rows, by which rows are split where few different calls are wanted */
    void heedCosts(double[] costs) {
        encoder.heedCosts(costs);
        unet.heedCosts(costs);
        decoder.heedCosts(costs);
    }

    /** Whether the device is faster when it works on several ticks at once, as GPUs and model servers are. */
    public boolean overlaps() {
        return remote.isPresent() || !device.kind().equals("cpu");
    }

    /**
     * One tick from beginning to end.
     *
     * @throws InferenceException {@code model-failed}, {@code size-unsupported}; unless it was the last of its parts that
     *     failed, no session has advanced then
     */
    public <T> TickResult<T> advance(List<StreamInput<T>> inputs) {
        return advance(inputs, outcome -> {});
    }

    /** @param finished is shown each session's part of the tick, whose numbers last as long as it takes */
    <T> TickResult<T> advance(List<StreamInput<T>> inputs, Consumer<DenoisingFrame.Outcome<T>> finished) {
        TickInProgress<T> tick = begin(inputs);
        denoise(tick, finished);
        return decode(tick);
    }

    /**
     * The first part of a tick: pictures become latents. No session changes.
     *
     * @throws InferenceException {@code model-failed}, {@code size-unsupported}
     */
    public <T> Tick<T> encode(List<StreamInput<T>> inputs) {
        return begin(inputs);
    }

    private <T> TickInProgress<T> begin(List<StreamInput<T>> inputs) {
        Set<StreamState<T>> states = Collections.newSetFromMap(new IdentityHashMap<>());
        Map<LatentShape, List<Integer>> sizes = new LinkedHashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            if (!states.add(inputs.get(i).state())) {
                throw new IllegalArgumentException("input " + i + " is of a session that is already in this tick");
            }
            sizes.computeIfAbsent(shapeOf(inputs.get(i)), shape -> new ArrayList<>())
                    .add(i);
        }
        sizes.keySet().forEach(decoder::checkSize);
        TickInProgress<T> tick =
                new TickInProgress<>(this, inputs, Objects.requireNonNullElseGet(memories.poll(), TickMemory::new));
        return part(tick, false, () -> {
            sizes.forEach((shape, numbers) -> {
                long start = System.nanoTime();
                List<StreamInput<T>> members = numbers.stream().map(inputs::get).toList();
                float[][] latents = encode(members, shape, tick.memory());
                tick.groups().add(new TickInProgress.Group<>(shape, numbers, latents, new ArrayList<>()));
                tick.took(new TickTimings(System.nanoTime() - start, 0, 0, 0));
            });
            return tick;
        });
    }

    /**
     * The second part.
     *
     * @param finished as above
     */
    <T> void denoise(TickInProgress<T> tick, Consumer<DenoisingFrame.Outcome<T>> finished) {
        part(tick, false, () -> {
            for (TickInProgress.Group<T> group : tick.groups()) {
                denoise(tick, group);
            }
            tick.groups().forEach(group -> group.outcomes().forEach(finished));
            tick.commit();
            return tick;
        });
    }

    /** The last part. */
    <T> TickResult<T> decode(TickInProgress<T> tick) {
        return part(tick, true, () -> {
            List<Optional<StreamOutput<T>>> outputs =
                    new ArrayList<>(Collections.nCopies(tick.inputs().size(), Optional.empty()));
            Map<Integer, InferenceException> failures = new HashMap<>();
            for (TickInProgress.Group<T> group : tick.groups()) {
                long start = System.nanoTime();
                try {
                    decode(group, outputs);
                } catch (InferenceException e) {
                    group.numbers().forEach(number -> failures.put(number, e));
                    if (failures.size() == tick.inputs().size()) {
                        throw e;
                    }
                }
                tick.took(new TickTimings(0, 0, System.nanoTime() - start, 0));
            }
            return new TickResult<>(
                    outputs.stream().flatMap(Optional::stream).toList(), tick.settled(), failures, tick.timings());
        });
    }

    /** Takes the tick's memory back when it is over, or never will be. */
    private <R> R part(TickInProgress<?> tick, boolean last, Supplier<R> work) {
        boolean over = true;
        try {
            R result = work.get();
            over = last;
            return result;
        } finally {
            if (over) {
                tick.memory().release();
                memories.add(tick.memory());
            }
        }
    }

    /**
     * One frame through all its steps at once, beside the stream: S UNet calls, and the frames in flight stay where
     * they are, as does a prompt that is gliding. For single pictures.
     *
     * @throws InferenceException {@code model-failed}, {@code size-unsupported}
     */
    public <T> StreamOutput<T> paint(StreamInput<T> input) {
        decoder.checkSize(shapeOf(input));
        float[] latent = denoise(input);
        Frame picture;
        synchronized (decoder) {
            picture = decoder.decode(List.of(latent), shapeOf(input)).get(0);
        }
        return new StreamOutput<>(input.state(), picture, input.tag());
    }

    /** The latent of what {@link #paint} gives. */
    float[] denoise(StreamInput<?> input) {
        LatentShape shape = shapeOf(input);
        float[] latent = encode(List.of(input), shape, new TickMemory())[0];
        synchronized (unet) {
            return new SequentialDenoising(unet, schedule, bundle.scheduler().prediction())
                    .denoise(input, shape, latent);
        }
    }

    DiffusionBundle bundle() {
        return bundle;
    }

    LcmSchedule schedule() {
        return schedule;
    }

    VaeEncoder encoder() {
        return encoder;
    }

    UNet unet() {
        return unet;
    }

    VaeDecoder decoder() {
        return decoder;
    }

    /** Closes all networks; nothing may be running. */
    @Override
    public void close() {
        RuntimeException failure = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                failure = e instanceof RuntimeException r ? r : new IllegalStateException(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private LatentShape shapeOf(StreamInput<?> input) {
        return bundle.latentShape(input.parameters().width(), input.parameters().height());
    }

    private <T> void denoise(TickInProgress<T> tick, TickInProgress.Group<T> group) {
        long start = System.nanoTime();
        List<DenoisingFrame<T>> frames = new ArrayList<>();
        List<UNetRow> rows = new ArrayList<>();
        for (int i = 0; i < group.numbers().size(); i++) {
            DenoisingFrame<T> frame = new DenoisingFrame<>(
                    tick.inputs().get(group.numbers().get(i)),
                    schedule,
                    bundle.scheduler().prediction(),
                    group.shape(),
                    group.latents()[i],
                    tick.memory());
            frames.add(frame);
            rows.addAll(frame.rows());
        }
        List<float[]> predictions;
        synchronized (unet) {
            predictions = unet.predict(rows, group.shape(), tick.memory());
        }
        int from = 0;
        for (DenoisingFrame<T> frame : frames) {
            int to = from + frame.rows().size();
            group.outcomes().add(frame.finish(predictions.subList(from, to)));
            from = to;
        }
        tick.took(new TickTimings(0, System.nanoTime() - start, 0, rows.size()));
    }

    /** Latents in the order of the inputs; null where there is no picture. */
    private float[][] encode(List<? extends StreamInput<?>> inputs, LatentShape shape, TickMemory memory) {
        if (bundle.control().isPresent()) {
            inputs.forEach(control::prepare);
        }
        List<VaeEncoder.Item> items = inputs.stream()
                .filter(input -> input.picture() != null)
                .map(input -> new VaeEncoder.Item(
                        Objects.requireNonNull(input.picture()),
                        input.state().source().posterior()))
                .toList();
        List<float[]> encoded;
        synchronized (encoder) {
            encoded = encoder.encode(items, shape, memory);
        }
        float[][] latents = new float[inputs.size()][];
        int next = 0;
        for (int i = 0; i < latents.length; i++) {
            if (inputs.get(i).picture() != null) {
                latents[i] = encoded.get(next++);
            }
        }
        return latents;
    }

    private <T> void decode(TickInProgress.Group<T> group, List<Optional<StreamOutput<T>>> outputs) {
        List<float[]> latents = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        for (int i = 0; i < group.outcomes().size(); i++) {
            if (group.outcomes().get(i).tag() != null) {
                latents.add(group.outcomes().get(i).latent());
                owners.add(i);
            }
        }
        List<Frame> pictures;
        synchronized (decoder) {
            pictures = decoder.decode(latents, group.shape());
        }
        for (int i = 0; i < owners.size(); i++) {
            DenoisingFrame.Outcome<T> outcome = group.outcomes().get(owners.get(i));
            T tag = Objects.requireNonNull(outcome.tag());
            outputs.set(
                    group.numbers().get(owners.get(i)),
                    Optional.of(new StreamOutput<>(outcome.state(), pictures.get(i), tag)));
        }
    }

    private <N extends AutoCloseable> N own(N network) {
        opened.push(network);
        return network;
    }
}
