package org.speakdraw.app.cluster;

import jakarta.annotation.Priority;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.RepeatedJob;
import org.speakdraw.app.platform.ServerEnd;

/**
 * Twice a second: says that this node is there, keeps what its sessions need to go on elsewhere, lets go of those that
 * others have taken over, and sends those of a class to where the class is, its lesson with them. At the server's end it
 * hands its sessions over, so stopping a node is how it is drained.
 */
@Singleton
public class Pulse {

    private static final System.Logger LOG = System.getLogger(Pulse.class.getName());
    private static final Duration PAUSE = Duration.ofMillis(500);
    /**
     * After which no more sessions are handed over, of the twenty seconds that a stop may take: what is recorded and the history are
     * written after it. Whoever is left begins anew elsewhere.
     */
    private static final Duration HANDOVER = Duration.ofSeconds(8);
    /** For sockets to be closed before the server closes them itself. */
    private static final Duration GOODBYES = Duration.ofSeconds(2);
    /** Beats between two looks for what dead nodes have left. */
    private static final int SWEEP = 60;

    private final Membership membership;
    private final NodeStore nodes;
    private final Placement placement;
    private final DirectoryStore directory;
    private final Residents residents;
    private final ResidentClasses classes;
    private final Database database;
    private final ClusterConfig config;
    private final RepeatedJob beating;
    private final LongSupplier nanoTime;
    private int beats;
    /** The number that this node had at its last beat. */
    private int known;

    private boolean away;
    private boolean leaving;

    @Inject
    Pulse(
            Membership membership,
            NodeStore nodes,
            Placement placement,
            DirectoryStore directory,
            Residents residents,
            ResidentClasses classes,
            Database database,
            ClusterConfig config,
            ManagedScheduledExecutorService scheduler) {
        this(
                membership,
                nodes,
                placement,
                directory,
                residents,
                classes,
                database,
                config,
                scheduler,
                System::nanoTime);
    }

    Pulse(
            Membership membership,
            NodeStore nodes,
            Placement placement,
            DirectoryStore directory,
            Residents residents,
            ResidentClasses classes,
            Database database,
            ClusterConfig config,
            ScheduledExecutorService scheduler,
            LongSupplier nanoTime) {
        this.membership = membership;
        this.nodes = nodes;
        this.placement = placement;
        this.directory = directory;
        this.residents = residents;
        this.classes = classes;
        this.database = database;
        this.config = config;
        this.nanoTime = nanoTime;
        this.beating = new RepeatedJob("The pulse of the cluster", scheduler, this::beatIfPossible, PAUSE);
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        if (config.clustered() && database.configured()) {
            beating.start();
        } else if (config.clustered()) {
            LOG.log(System.Logger.Level.ERROR, "A cluster needs a database, and this server has none");
        }
    }

    private void beatIfPossible() {
        try {
            beat();
            away = false;
        } catch (Throwable e) {
            // What was known last holds; an Error, too, ends this beat and not the schedule.
            if (!away) {
                LOG.log(System.Logger.Level.WARNING, "The cluster could not be told of: {0}", e.toString());
            }
            away = true;
        }
    }

    /** One beat. */
    synchronized void beat() {
        if (leaving) {
            return;
        }
        membership.beat(false, residents.load());
        if (!membership.joined()) {
            return;
        }
        int number = membership.number();
        if (known != 0 && known != number) {
            directory.claim(known, number, residents.all());
        }
        known = number;
        keepChanged();
        directory.movedAway(number, residents.all()).forEach(residents::release);
        Set<Integer> staying = placement.staying();
        for (DirectoryStore.Move move : directory.movesToClass(number, staying)) {
            handOver(move.session(), move.node());
        }
        directory.classesElsewhere(number, classes.classes(), staying).forEach(classes::releaseClass);
        if (membership.settled() && ++beats % SWEEP == 0) {
            directory.giveUpLost(number, residents.all());
            nodes.forgetOld();
        }
    }

    private void keepChanged() {
        List<KeptSession> changed = residents.takeChanged();
        try {
            if (!changed.isEmpty()) {
                directory.keep(membership.number(), changed);
            }
        } catch (RuntimeException e) {
            residents.changed(changed.stream().map(KeptSession::id).toList());
            throw e;
        }
        List<UUID> ended = residents.ended();
        if (!ended.isEmpty()) {
            directory.forget(membership.number(), ended);
            residents.forgotten(ended);
        }
    }

    private void handOver(UUID session, int node) {
        if (directory.move(session, membership.number(), node)) {
            residents.release(session);
        }
    }

    /** The same where nobody has called {@link #leave} before, as when the application alone is taken away. */
    void end(@Observes @Priority(ServerEnd.SESSIONS - 1) @BeforeDestroyed(ApplicationScoped.class) Object event) {
        leave();
    }

    /** Whoever can go on elsewhere does, and has been told when this returns. */
    synchronized void leave() {
        beating.stop();
        if (leaving || !membership.joined()) {
            return;
        }
        leaving = true;
        long end = nanoTime.getAsLong() + HANDOVER.toNanos();
        try {
            membership.beat(true, residents.load());
            classes.keepClasses();
            for (UUID session : residents.all()) {
                if (nanoTime.getAsLong() - end >= 0) {
                    LOG.log(System.Logger.Level.WARNING, "The database is slow: not all sessions could be handed over");
                    break;
                }
                // What was said while others were handed over comes along.
                keepChanged();
                directory
                        .find(session)
                        // The others are opened anew by their clients.
                        .filter(entry -> entry.session().tokenDigest().isPresent())
                        .map(entry -> placement.ofRefugee(entry.session()))
                        .filter(node -> node != membership.number())
                        .ifPresent(node -> handOver(session, node));
            }
            awaitGoodbyes();
        } catch (RuntimeException e) {
            // What ends after this must not be left out.
            LOG.log(System.Logger.Level.WARNING, "The sessions could not be handed over: {0}", e.getMessage());
        }
    }

    /** After the sessions were ended that could go nowhere: nothing is kept of them, nor of this node's being there. */
    synchronized void forget(
            @Observes @Priority(ServerEnd.SESSIONS + 1) @BeforeDestroyed(ApplicationScoped.class) Object event) {
        if (!membership.joined()) {
            return;
        }
        try {
            keepChanged();
            membership.leave();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "The cluster could not be told of the end: {0}", e.getMessage());
        }
    }

    /** Sockets are closed after what was just being sent, which a slow network may take long for. */
    private void awaitGoodbyes() {
        long end = nanoTime.getAsLong() + GOODBYES.toNanos();
        while (!residents.allGone() && nanoTime.getAsLong() - end < 0) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
