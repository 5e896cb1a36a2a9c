package org.speakdraw.app.stream.painting;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.app.stream.frames.FrameContext;
import org.speakdraw.app.stream.frames.FrameTag;
import org.speakdraw.app.stream.frames.InputFrame;
import org.speakdraw.app.stream.frames.PreparedSettings;
import org.speakdraw.app.stream.frames.ReadyFrame;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.diffusion.StreamOutput;
import org.speakdraw.inference.diffusion.StreamState;

/** A stream that paints from its prompt only and writes down what its engine does. */
final class FakeTurn implements Turn {

    static final PreparedSettings SETTINGS = TestStreams.prepared(TestStreams.settings("\"input\":\"none\""));

    private final String name;
    private final Model model;
    private final List<String> log;
    private final EngineTurns turns = new EngineTurns();
    private final StreamState<FrameContext> state = new StreamState<>();
    private @Nullable Error breaks;
    private boolean empty;

    FakeTurn(String name, Model model, List<String> log) {
        this.name = name;
        this.model = model;
        this.log = log;
    }

    /** Has no frame any more when its turn comes. */
    FakeTurn empty() {
        empty = true;
        return this;
    }

    /** Throws that from everything that the engine calls. */
    FakeTurn breaking(Error error) {
        breaks = error;
        return this;
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
        return SETTINGS.cost();
    }

    @Override
    public Optional<ReadyFrame> take() {
        turns.taken(1);
        note("taken");
        FrameContext context = FrameContext.of(InputFrame.empty(new FrameTag(1, 0, 0)));
        return empty ? Optional.empty() : Optional.of(new ReadyFrame(context, null, SETTINGS, 0));
    }

    @Override
    public StreamState<FrameContext> state() {
        return state;
    }

    @Override
    public void advanced(PreparedSettings settings, boolean settled) {
        note("advanced");
    }

    @Override
    public void painted(StreamOutput<FrameContext> picture, long nanos) {
        note("painted");
    }

    @Override
    public void failed(SpeakDrawException reason) {
        log.add(name + " failed: " + reason.code().id());
    }

    private void note(String what) {
        if (breaks != null) {
            throw breaks;
        }
        log.add(name + " " + what);
    }

    @Override
    public String toString() {
        return name;
    }

    static List<String> newLog() {
        return Collections.synchronizedList(new ArrayList<>());
    }
}
