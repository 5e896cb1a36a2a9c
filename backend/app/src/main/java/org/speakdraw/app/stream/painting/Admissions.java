package org.speakdraw.app.stream.painting;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.speakdraw.app.fairness.Place;
import org.speakdraw.app.fairness.Throughput;
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

    /** Admits whoever can be, tells the others their places, and finds those another engine whose own is down. */
    public synchronized void review() {
        leaveEnginesThatAreDown();
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

    /** What all engines do in a second; 0 while none is ready. */
    public double workPerSecond() {
        return engines.running().stream()
                .flatMap(engine -> engine.throughput().stream())
                .mapToDouble(Throughput::costPerSecond)
                .sum();
    }

    /** What the frames of those cost that are painted or wait for it, one each. */
    public synchronized long[] frameCosts() {
        return Stream.concat(admitted.keySet().stream().filter(Candidate::active), line.inOrder().stream())
                .mapToLong(Candidate::frameCost)
                .toArray();
    }

    /** Slow pictures are better than none, so that there is room elsewhere is not asked. */
    private void leaveEnginesThatAreDown() {
        List<Candidate> stranded = admitted.entrySet().stream()
                .filter(entry -> entry.getValue().down())
                .map(Map.Entry::getKey)
                .toList();
        for (Candidate candidate : stranded) {
            Place.best(places(candidate), candidate.frameCost())
                    .map(Place::device)
                    .ifPresent(engine -> {
                        admitted.put(candidate, engine);
                        candidate.move(engine.dueTurns());
                    });
        }
    }

    private Optional<Candidate> firstThatIsThere() {
        return line.inOrder().stream().filter(Candidate::expected).findFirst();
    }

    private Optional<Engine> placeFor(Candidate candidate) {
        long cost = candidate.frameCost();
        return Place.best(places(candidate), cost)
                .filter(place -> place.fits(cost, config.minFps()))
                .map(Place::device);
    }

    private List<Place<Engine>> places(Candidate candidate) {
        return engines.running().stream()
                .filter(engine -> candidate.model().isOn(engine.name()))
                .flatMap(engine ->
                        engine.throughput().stream().map(throughput -> new Place<>(engine, throughput, costs(engine))))
                .toList();
    }

    private long[] costs(Engine engine) {
        return admitted.entrySet().stream()
                .filter(entry -> entry.getValue() == engine && entry.getKey().active())
                .mapToLong(entry -> entry.getKey().frameCost())
                .toArray();
    }
}
