package org.speakdraw.app.stream.still;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.frames.FrameContext;
import org.speakdraw.app.stream.frames.FrameTag;
import org.speakdraw.app.stream.frames.InputFrame;
import org.speakdraw.app.stream.frames.PreparedSettings;
import org.speakdraw.app.stream.frames.ReadyFrame;
import org.speakdraw.app.stream.painting.Candidate;
import org.speakdraw.app.stream.painting.DueTurns;
import org.speakdraw.app.stream.painting.EngineTurns;
import org.speakdraw.app.stream.painting.Model;
import org.speakdraw.app.stream.painting.QueuePlace;
import org.speakdraw.app.stream.painting.Turn;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.diffusion.InputPicture;
import org.speakdraw.inference.diffusion.StreamOutput;
import org.speakdraw.inference.diffusion.StreamState;
import org.speakdraw.inference.imaging.FrameFitter;

/**
 * One picture, as a stream of the same frame that ends when its picture has come to rest: with S steps after S turns.
 * Thread-safe.
 */
final class StillTurn implements Turn, Candidate {

    private final String address;
    private final Model model;
    private final StreamSettings settings;
    private final Optional<Frame> original;
    private final Executor workers;
    private final EngineTurns turns = new EngineTurns();
    private final AtomicReference<@Nullable ReadyFrame> next = new AtomicReference<>();
    private final StreamState<FrameContext> state = new StreamState<>();
    private final CompletableFuture<Frame> result = new CompletableFuture<>();
    private volatile @Nullable PreparedSettings prepared;
    /** The picture that comes out now is the last one. */
    private volatile boolean atRest;
    /** Null paints from the prompt alone. */
    private volatile @Nullable InputPicture picture;

    /**
     * A picture that nobody has begun.
     *
     * @param address  of whom it is for, as limits count it
     * @param settings whose picture comes to rest
     * @param original what is repainted; empty paints from the prompt alone
     * @param workers  hand on what the engine is done with
     */
    StillTurn(String address, Model model, StreamSettings settings, Optional<Frame> original, Executor workers) {
        this.address = address;
        this.model = model;
        this.settings = settings;
        this.original = original;
        this.workers = workers;
    }

    /** The picture; fails with a {@link SpeakDrawException}. */
    CompletableFuture<Frame> result() {
        return result;
    }

    /** It comes to nothing. */
    void fail(Throwable reason) {
        result.completeExceptionally(reason);
    }

    /**
     * Encodes the prompts and makes the first frame ready; takes its time.
     *
     * @throws SpeakDrawException {@code engine-starting}, {@code model-failed}
     */
    void prepare() {
        prepared = new PreparedSettings(
                settings, settings.streamParameters(model.bundle().timesteps()), model.words(settings));
        picture = original.map(frame -> FrameFitter.fit(frame, settings.width(), settings.height(), settings.fit()))
                .map(InputPicture::new)
                .orElse(null);
        next.set(frame());
    }

    /** The same for every turn. */
    private ReadyFrame frame() {
        InputFrame input = InputFrame.empty(new FrameTag(0, 0, System.nanoTime()));
        return new ReadyFrame(FrameContext.of(input), picture, preparedSettings(), System.nanoTime());
    }

    private PreparedSettings preparedSettings() {
        PreparedSettings known = prepared;
        if (known == null) {
            throw new IllegalStateException("the picture is not prepared");
        }
        return known;
    }

    @Override
    public EngineTurns turns() {
        return turns;
    }

    @Override
    public Model model() {
        return model;
    }

    @Override
    public long cost() {
        return preparedSettings().cost();
    }

    @Override
    public Optional<ReadyFrame> take() {
        turns.taken(0);
        ReadyFrame frame = next.getAndSet(null);
        return result.isDone() ? Optional.empty() : Optional.ofNullable(frame);
    }

    @Override
    public StreamState<FrameContext> state() {
        return state;
    }

    @Override
    public void advanced(PreparedSettings painted, boolean settled) {
        atRest = settled;
        if (!settled) {
            next.set(frame());
            turns.ask(this);
        }
    }

    @Override
    public void painted(StreamOutput<FrameContext> done, long nanos) {
        if (atRest) {
            handOn(() -> result.complete(done.picture()));
        }
    }

    @Override
    public void failed(SpeakDrawException reason) {
        handOn(() -> fail(reason));
    }

    /** Whoever waits for it does not keep the engine. */
    private void handOn(Runnable work) {
        try {
            workers.execute(work);
        } catch (RuntimeException e) {
            fail(new RequestException(ApiError.SERVER_STOPPING, "The server is going down.", e));
        }
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public long frameCost() {
        return cost();
    }

    @Override
    public boolean expected() {
        return !result.isDone();
    }

    @Override
    public boolean active() {
        return !result.isDone();
    }

    @Override
    public boolean ended() {
        return result.isDone();
    }

    /** Whoever waits for a picture is told nothing on the way. */
    @Override
    public void queue(QueuePlace now) {}

    @Override
    public void admit(DueTurns line) {
        turns.assign(line);
        turns.ask(this);
    }

    @Override
    public void move(DueTurns line) {
        turns.move(this, line);
    }
}
