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

/**
 * Gives streams to engines: each to the one where it gets most, and to none when everybody there would fall below the
 * configured frame rate; then it waits in line and is told its place. Thread-safe.
 */
@Singleton
public class Admissions {

    private final Engines engines;
    private final EngineConfig config;
    private final WaitingLine<Candidate> line = new WaitingLine<>();
    private final Map<Candidate, Engine> admitted = new HashMap<>();

    @Inject
    Admissions(Engines engines, EngineConfig config) {
        this.engines = engines;
        this.config = config;
    }

    /** A stream was opened. */
    public synchronized void enter(Candidate candidate) {
        if (candidate.ended()) {
            return;
        }
        line.join(candidate, candidate.address());
        review();
    }

    /** A stream has ended. */
    public synchronized void leave(Candidate candidate) {
        line.leave(candidate);
        admitted.remove(candidate);
        review();
    }

    /** Admits whoever can be, and tells the others their places. */
    public synchronized void review() {
        Optional<Candidate> first = firstThatIsThere();
        while (first.isPresent()) {
            Candidate candidate = first.get();
            Optional<Engine> engine = placeFor(candidate);
            if (engine.isEmpty()) {
                break;
            }
            line.next(candidate::equals);
            admitted.put(candidate, engine.get());
            candidate.admit(engine.get().dueTurns());
            first = firstThatIsThere();
        }
        List<Candidate> waiting = line.inOrder();
        for (int i = 0; i < waiting.size(); i++) {
            waiting.get(i).queue(new QueuePlace(i + 1, waiting.size()));
        }
    }

    private Optional<Candidate> firstThatIsThere() {
        return line.inOrder().stream().filter(Candidate::expected).findFirst();
    }

    private Optional<Engine> placeFor(Candidate candidate) {
        return engines.running().stream()
                .filter(engine -> candidate.model().isOn(engine.name()))
                .max(Comparator.comparingDouble(engine -> framesPerSecond(engine, candidate)))
                .filter(engine -> framesPerSecond(engine, candidate) >= config.minFps() || costs(engine).length == 0);
    }

    /** What the streams of {@code engine} would get with {@code newcomer} among them. */
    private double framesPerSecond(Engine engine, Candidate newcomer) {
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
