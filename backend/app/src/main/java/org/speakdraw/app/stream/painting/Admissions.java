package org.speakdraw.app.stream.painting;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.speakdraw.app.fairness.WaitingLine;
import org.speakdraw.app.stream.session.LiveSession;

/**
 * Gives sessions to engines: each to the one where it gets most, and to none when everybody there would fall below the
 * configured frame rate; then it waits in line and is told its place. Thread-safe.
 */
@Singleton
public class Admissions {

    private final Engines engines;
    private final EngineConfig config;
    private final WaitingLine<LiveSession> line = new WaitingLine<>();
    private final Map<LiveSession, Engine> admitted = new HashMap<>();

    @Inject
    public Admissions(Engines engines, EngineConfig config) {
        this.engines = engines;
        this.config = config;
    }

    /** A session was opened. */
    public synchronized void enter(LiveSession session) {
        if (session.ended()) {
            return;
        }
        line.join(session, session.origin().address());
        review();
    }

    /** A session has ended. */
    public synchronized void leave(LiveSession session) {
        line.leave(session);
        admitted.remove(session);
        review();
    }

    /** Admits whoever can be, and tells the others their places. */
    public synchronized void review() {
        Optional<LiveSession> first = firstThatIsThere();
        while (first.isPresent()) {
            LiveSession session = first.get();
            Optional<Engine> engine = placeFor(session);
            if (engine.isEmpty()) {
                break;
            }
            line.next(session::equals);
            admitted.put(session, engine.get());
            session.admit(engine.get());
            first = firstThatIsThere();
        }
        List<LiveSession> waiting = line.inOrder();
        for (int i = 0; i < waiting.size(); i++) {
            waiting.get(i).queue(new QueuePlace(i + 1, waiting.size()));
        }
    }

    private Optional<LiveSession> firstThatIsThere() {
        return line.inOrder().stream().filter(LiveSession::expected).findFirst();
    }

    private Optional<Engine> placeFor(LiveSession session) {
        return engines.running().stream()
                .filter(session.model()::isOn)
                .max(Comparator.comparingDouble(engine -> framesPerSecond(engine, session)))
                .filter(engine -> framesPerSecond(engine, session) >= config.minFps() || costs(engine).length == 0);
    }

    /** What the sessions of {@code engine} would get with {@code newcomer} among them. */
    private double framesPerSecond(Engine engine, LiveSession newcomer) {
        long[] costs = LongStream.concat(LongStream.of(costs(engine)), LongStream.of(newcomer.frameCost()))
                .toArray();
        return engine.throughput()
                .map(throughput -> throughput.framesPerSecond(costs))
                .orElse(0.0);
    }

    private long[] costs(Engine engine) {
        return admitted.entrySet().stream()
                .filter(entry -> entry.getValue() == engine && entry.getKey().active())
                .mapToLong(entry -> entry.getKey().frameCost())
                .toArray();
    }
}
