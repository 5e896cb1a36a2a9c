package org.speakdraw.app.cluster;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.speakdraw.app.platform.RequestException;

/**
 * This server as one of several: its number, and who else is there, as of the last beat. While the database is away what
 * was known last holds. Thread-safe.
 */
@Singleton
public class Membership {

    private static final System.Logger LOG = System.getLogger(Membership.class.getName());

    private final ClusterConfig config;
    private final NodeStore store;
    private final UUID incarnation = UUID.randomUUID();
    /** Sessions that were given to a node and that it has not told of yet. */
    private final Map<Integer, List<Long>> placed = new ConcurrentHashMap<>();

    private volatile int number;
    private volatile String secret = "";
    private volatile Map<Integer, Node> nodes = Map.of();
    private volatile boolean refused;

    @Inject
    public Membership(ClusterConfig config, NodeStore store) {
        this.config = config;
        this.store = store;
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

    /** A new id for a session that begins here: random but for the node's number in its first 16 bits. */
    public UUID newSessionId() {
        UUID random = UUID.randomUUID();
        return config.clustered()
                ? new UUID(
                        (random.getMostSignificantBits() & 0x0000_FFFF_FFFF_FFFFL) | ((long) number << 48),
                        random.getLeastSignificantBits())
                : random;
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
                        false,
                        node.load()
                                .and(placed.getOrDefault(node.number(), List.of()).stream()
                                        .mapToLong(Long::longValue)
                                        .toArray())))
                .toList();
    }

    /** Somebody was given to {@code node}, which will tell of it only with its next beats. */
    void placed(int node, long cost) {
        placed.computeIfPresent(node, (key, costs) -> {
            List<Long> more = new ArrayList<>(costs);
            more.add(cost);
            return more;
        });
        placed.putIfAbsent(node, List.of(cost));
    }

    /**
     * Says that this node is there and learns who else is, joining first if need be.
     *
     * @throws RequestException {@code database-unavailable}
     */
    void beat(boolean leaving, NodeLoad load) {
        if (number == 0 && !join()) {
            return;
        }
        Map<Integer, Node> before = nodes;
        if (!store.beat(number, incarnation, leaving, load)) {
            LOG.log(System.Logger.Level.WARNING, "The number {0} of this node is another server''s now", number);
            number = 0;
            nodes = Map.of();
            return;
        }
        Map<Integer, Node> now =
                store.alive(config.name()).stream().collect(Collectors.toUnmodifiableMap(Node::number, node -> node));
        nodes = now;
        // Who has told of more sessions has told of those.
        placed.keySet()
                .removeIf(node -> !now.containsKey(node)
                        || !before.containsKey(node)
                        || now.get(node).load().costs().length
                                > before.get(node).load().costs().length);
    }

    private boolean join() {
        Optional<Integer> mine = store.join(config, incarnation);
        if (mine.isPresent()) {
            secret = store.secret();
            number = mine.get();
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

    /** Nobody listens where {@code node} was: it counts as dead until it is heard of again. */
    void presumeDead(Node node) {
        LOG.log(System.Logger.Level.WARNING, "Node {0} does not answer and is taken for dead", node.number());
        nodes = nodes.entrySet().stream()
                .filter(entry -> entry.getKey() != node.number())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        store.presumeDead(node.number());
    }
}
