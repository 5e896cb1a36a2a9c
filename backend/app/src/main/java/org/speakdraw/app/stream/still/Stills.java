package org.speakdraw.app.stream.still;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.painting.Admissions;
import org.speakdraw.app.stream.painting.Models;
import org.speakdraw.inference.Frame;

/**
 * Paints single pictures beside the streams: each takes its turns among them, in the same batches, pays for its rows as
 * they do, and waits like a newcomer while everybody would get too little. Thread-safe.
 */
@Singleton
public class Stills {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Models models;
    private final Admissions admissions;
    private final Executor workers;
    private final StillPlaces places;
    private volatile boolean stopping;

    @Inject
    public Stills(Models models, Admissions admissions, ManagedExecutorService executor, StillLimits limits) {
        this(models, admissions, (Executor) executor, limits);
    }

    /** The same with any executor. */
    Stills(Models models, Admissions admissions, Executor workers, StillLimits limits) {
        this.models = models;
        this.admissions = admissions;
        this.workers = workers;
        this.places = new StillPlaces(limits.atOnce(), limits.places());
    }

    /**
     * Has pictures painted, one after the other. Nothing of them is kept.
     *
     * @param address  of whom they are for, as limits count it
     * @param series   settings of each, whose picture comes to rest: neither with fresh noise nor with noise that walks
     * @param original what is repainted, of any size; empty paints from the prompt alone
     * @param finish   what is made of each picture, which has the size of its settings; may take its time
     * @return fails with {@code too-many-requests}, {@code engine-starting}, {@code model-failed} and the like
     * @throws RequestException {@code too-many-requests} when too many wait, {@code server-stopping}
     */
    public <T> CompletableFuture<List<T>> paint(
            String address, List<StreamSettings> series, Optional<Frame> original, Function<Frame, T> finish) {
        Iterator<StillTurn> turns = series.stream()
                .map(settings -> new StillTurn(address, models.own(), settings, original, workers))
                .iterator();
        if (!turns.hasNext()) {
            return CompletableFuture.completedFuture(List.of());
        }
        StillTurn first = turns.next();
        requireGoing();
        if (!places.join(first)) {
            throw busy("Too many pictures are waiting; try again in a moment.");
        }
        return goOn(first, turns, finish, new ArrayList<>());
    }

    /** Paints {@code still}, which has a place, and then the rest. */
    private <T> CompletableFuture<List<T>> goOn(
            StillTurn still, Iterator<StillTurn> rest, Function<Frame, T> finish, List<T> done) {
        CompletableFuture<List<T>> all = still.result()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((picture, reason) -> ended(still))
                .exceptionally(Stills::explain)
                .thenApplyAsync(finish, workers)
                .thenCompose(finished -> {
                    done.add(finished);
                    if (!rest.hasNext()) {
                        return CompletableFuture.completedFuture(done);
                    }
                    requireGoing();
                    StillTurn next = rest.next();
                    places.rejoin(next);
                    return goOn(next, rest, finish, done);
                });
        beginNext();
        return all;
    }

    private void requireGoing() {
        if (stopping) {
            throw stopping();
        }
    }

    private static Frame explain(Throwable reason) {
        Throwable cause = reason instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : reason;
        throw cause instanceof TimeoutException
                ? busy("The picture's turn did not come in time; try again later.")
                : new CompletionException(cause);
    }

    private static RequestException busy(String detail) {
        return RequestException.tooMany(ApiError.TOO_MANY_REQUESTS, detail, RETRY_AFTER);
    }

    private static RequestException stopping() {
        return new RequestException(ApiError.SERVER_STOPPING, "The server is going down.");
    }

    /** On whatever thread it ends, the engine's among them: nothing here waits. */
    private void ended(StillTurn still) {
        admissions.leave(still);
        places.leave(still);
        beginNext();
    }

    private void beginNext() {
        for (Optional<StillTurn> next = places.begin(); next.isPresent(); next = places.begin()) {
            StillTurn still = next.get();
            try {
                workers.execute(() -> begin(still));
            } catch (RuntimeException e) {
                still.fail(stopping());
            }
        }
    }

    private void begin(StillTurn still) {
        try {
            still.prepare();
            admissions.enter(still);
        } catch (Throwable e) {
            // An Error, too, ends the picture and nothing else.
            still.fail(e);
        }
    }

    @PreDestroy
    void stop() {
        stopping = true;
        places.all().forEach(still -> still.fail(stopping()));
    }
}
