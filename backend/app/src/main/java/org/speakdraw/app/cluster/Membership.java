package org.speakdraw.app.cluster;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.speakdraw.app.platform.HealthCheck;
import org.speakdraw.app.platform.RequestException;

/**
 * This server as one of several: its number, and who else is there, as of the last beat. While the database is away what
 * was known last holds. Thread-safe.
 */
@Singleton
public class Membership implements HealthCheck {

    private static final System.Logger LOG = System.getLogger(Membership.class.getName());

    /** Beats until a node has told of those who were given to it. */
    private static final int TOLD_AFTER = 3;
    /** Of the UUIDs that servers give to sessions. */
    private static final int SERVERS_VERSION = 8;

    /** How long the silence of others says nothing, after this node itself could not reach the database. */
    private static final Duration SETTLING = Duration.ofSeconds(5);
    /** Who was there so long before this node counts as alive while it settles. */
    private static final Duration BEFORE_JOINING = Duration.ofMinutes(1);

    private final ClusterConfig config;
    private final NodeStore store;
    private final UUID incarnation = UUID.randomUUID();
    private final Map<Integer, Placed> placed = new ConcurrentHashMap<>();
    private final AtomicInteger beats = new AtomicInteger();
    private final LongSupplier nanoTime;

    private volatile int number;
    private volatile long beatNanos;
    private volatile long settledNanos;
    /** For how long nothing was known when it began to settle. */
    private volatile Duration missed = Duration.ZERO;

    private volatile String secret = "";
    private volatile Map<Integer, Node> nodes = Map.of();
    private volatile boolean refused;

    /** Those who were given to a node and of whom it has perhaps not told yet, the last of them in that beat. */
    private record Placed(List<Long> costs, int beat) {}

    @Inject
    public Membership(ClusterConfig config, NodeStore store) {
        this(config, store, System::nanoTime);
    }

    Membership(ClusterConfig config, NodeStore store, LongSupplier nanoTime) {
        this.config = config;
        this.store = store;
        this.nanoTime = nanoTime;
    }

    /** The number of this node; 0 for a server on its own, and until the database was reached. */
    public int number() {
        return number;
    }

    /** Whether this server can be one of several, and is. */
    public boolean joined() {
        return number != 0;
    }

    /** What nodes show each other; empty until this one has joined. */
    String secret() {
        return secret;
    }

    /**
     * A new id for a session that begins here: a UUID of version 8 (RFC 9562), random but in a cluster for the node's number
     * in its first 16 bits.
     */
    public UUID newSessionId() {
        UUID random = UUID.randomUUID();
        long high = (random.getMostSignificantBits() & ~0xF000L) | SERVERS_VERSION << 12;
        return new UUID(
                config.clustered() ? (high & 0x0000_FFFF_FFFF_FFFFL) | ((long) number << 48) : high,
                random.getLeastSignificantBits());
    }

    /** Whether a server made the id, this one or another, now or long ago: clients make theirs of version 4. */
    public static boolean madeByServer(UUID session) {
        return session.version() == SERVERS_VERSION;
    }

    /** The number of the node on which a session began, as its id says. */
    static int birthplace(UUID session) {
        return (int) (session.getMostSignificantBits() >>> 48);
    }

    /** The others and this one, those that are alive, by number. */
    Map<Integer, Node> nodes() {
        return nodes;
    }

    /** Another node, if it is alive. */
    Optional<Node> other(int other) {
        return other == number ? Optional.empty() : Optional.ofNullable(nodes.get(other));
    }

    /** Those where somebody may come to, with those who were given to them lately. */
    List<Node> welcoming() {
        return nodes.values().stream()
                .filter(node -> !node.leaving())
                .map(node -> new Node(
                        node.number(),
                        node.address(),
                        node.incarnation(),
                        false,
                        node.load()
                                .and(placed.getOrDefault(node.number(), new Placed(List.of(), 0)).costs().stream()
                                        .mapToLong(Long::longValue)
                                        .toArray())))
                .toList();
    }

    /** Somebody was given to {@code node}, which will tell of it only with its next beats. */
    void placed(int node, long cost) {
        placed.merge(
                node,
                new Placed(List.of(cost), beats.get()),
                (before, newcomer) -> new Placed(
                        Stream.concat(before.costs().stream(), newcomer.costs().stream())
                                .toList(),
                        newcomer.beat()));
    }

    /**
     * Says that this node is there and learns who else is, joining first if need be. When the database was away, it was
     * for the others too: whoever comes back first must not take them for dead.
     *
     * @throws RequestException {@code database-unavailable}
     */
    void beat(boolean leaving, NodeLoad load) {
        if (number == 0 && !join()) {
            return;
        }
        if (!store.beat(number, incarnation, leaving, load)) {
            LOG.log(System.Logger.Level.WARNING, "The number {0} of this node is another server''s now", number);
            number = 0;
            nodes = Map.of();
            return;
        }
        long now = nanoTime.getAsLong();
        Duration silent = Duration.ofNanos(now - beatNanos);
        if (silent.compareTo(NodeStore.SILENCE) > 0) {
            settle(now, silent);
        }
        beatNanos = now;
        Duration silence =
                settled() ? NodeStore.SILENCE : NodeStore.SILENCE.plus(missed).plus(SETTLING);
        nodes = store.alive(config.name(), silence).stream()
                .collect(Collectors.toUnmodifiableMap(Node::number, node -> node));
        int beat = beats.incrementAndGet();
        placed.values().removeIf(those -> beat - those.beat() > TOLD_AFTER);
    }

    private void settle(long now, Duration silent) {
        settledNanos = now + SETTLING.toNanos();
        missed = silent;
    }

    /** Whether the silence of others means that they are dead. */
    boolean settled() {
        return nanoTime.getAsLong() - settledNanos >= 0;
    }

    private boolean join() {
        Optional<Integer> mine = store.join(config, incarnation);
        if (mine.isPresent()) {
            secret = store.secret();
            number = mine.get();
            beatNanos = nanoTime.getAsLong();
            settle(beatNanos, BEFORE_JOINING.minus(NodeStore.SILENCE).minus(SETTLING));
            refused = false;
            LOG.log(System.Logger.Level.INFO, "This is node {0} of the cluster {1}", number, config.name());
            return true;
        }
        if (!refused) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Another server has this node''s number or address ({0}); waiting until it is free",
                    config.address());
        }
        refused = true;
        return false;
    }

    /**
     * Nobody listens where {@code node} was. If it has been silent as well it counts as dead until it is heard of again.
     *
     * @return whether it does
     * @throws RequestException {@code database-unavailable}
     */
    boolean presumeDead(Node node) {
        if (!store.presumeDead(node)) {
            return false;
        }
        LOG.log(System.Logger.Level.WARNING, "Node {0} does not answer and is taken for dead", node.number());
        nodes = nodes.entrySet().stream()
                .filter(entry -> entry.getKey() != node.number())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        return true;
    }

    /**
     * A server that is to be a node and is none leads nowhere, and no node leads to what begins on it, so it must not be
     * sent anybody.
     */
    @Override
    public Health health() {
        if (!config.clustered()) {
            return new Health("cluster", true, false, "This server is one of its own.");
        }
        int mine = number;
        String detail = mine != 0
                ? "This is node " + mine + " of the cluster " + config.name() + "."
                : refused
                        ? "Another server has this node's number or address (" + config.address()
                                + "). Give this one its own."
                        : "The database has not been reached yet.";
        return new Health("cluster", mine != 0 ? State.UP : refused ? State.DOWN : State.STARTING, true, detail);
    }

    /** This node is no more. */
    void leave() {
        store.leave(number, incarnation);
    }
}
