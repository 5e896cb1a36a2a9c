package org.speakdraw.app.cluster;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;
import org.speakdraw.app.platform.Database;

/** The nodes in PostgreSQL, whose clock is everybody's. */
@Singleton
public class NodeStore {

    /** After which a silent node counts as dead: five missed beats. */
    static final Duration SILENCE = Duration.ofMillis(2_500);

    private static final String ALIVE = " seen_at > now() - interval '2.5 seconds' ";

    private final Database database;

    @Inject
    public NodeStore(Database database) {
        this.database = database;
    }

    /**
     * Makes this server a node. One that comes back to its address gets its number back; one that wants another number
     * than before takes what lived on it along.
     *
     * @param incarnation of this start
     * @return its number; empty while a node that is alive has the wanted number or the address: two servers that both go by
     *     {@code http://127.0.0.1:8080} are told so, rather than taking the number from each other for ever
     */
    Optional<Integer> join(ClusterConfig config, UUID incarnation) {
        return database.withHandle(handle -> {
            handle.execute("lock table cluster_node in exclusive mode");
            Optional<Integer> former = handle.createQuery("update cluster_node set address = 'formerly ' || number"
                            + " where address = :address and :number not in (0, number) and not (" + ALIVE
                            + ") returning number")
                    .bind("address", config.address().toString())
                    .bind("number", config.number())
                    .mapTo(Integer.class)
                    .findOne();
            Optional<Integer> mine = handle.createQuery("""
                            insert into cluster_node (number, cluster, address, incarnation, seen_at)
                            select coalesce(nullif(:number, 0), (select number from cluster_node where address = :address),
                                (select min(n) from generate_series(1, 65535) n
                                    where not exists (select from cluster_node where number = n))),
                                :cluster, :address, :incarnation, now()
                            where not exists (select from cluster_node where address = :address
                                and :number not in (0, number) and seen_at > now() - interval '2.5 seconds')
                            on conflict (number) do update set cluster = excluded.cluster, address = excluded.address,
                                incarnation = excluded.incarnation, seen_at = now(), leaving = false,
                                work_per_second = 0, costs = '{}', free_places = 0
                            where cluster_node.seen_at < now() - interval '2.5 seconds'
                            returning number
                            """)
                    .bind("number", config.number())
                    .bind("cluster", config.name())
                    .bind("address", config.address().toString())
                    .bind("incarnation", incarnation)
                    .mapTo(Integer.class)
                    .findOne();
            former.ifPresent(before -> follow(handle, before, mine));
            return mine;
        });
    }

    private static void follow(Handle handle, int former, Optional<Integer> number) {
        number.ifPresent(mine -> {
            handle.execute("update live_session set node = ? where node = ?", mine, former);
            handle.execute("update classroom_home set node = ? where node = ?", mine, former);
            handle.execute("delete from cluster_node where number = ?", former);
        });
    }

    /** Says that the node is there; false when its number is another server's now. */
    boolean beat(int number, UUID incarnation, boolean leaving, NodeLoad load) {
        return database.withHandle(handle -> handle.createUpdate("""
                        update cluster_node set seen_at = now(), leaving = :leaving, work_per_second = :work,
                            costs = :costs, free_places = :free
                        where number = :number and incarnation = :incarnation
                        """)
                        .bind("leaving", leaving)
                        .bind("work", load.workPerSecond())
                        .bindArray(
                                "costs",
                                Long.class,
                                LongStream.of(load.costs()).boxed().toList())
                        .bind("free", load.freePlaces())
                        .bind("number", number)
                        .bind("incarnation", incarnation)
                        .execute())
                == 1;
    }

    /** The nodes of the cluster that were there within {@code silence}, by number. */
    List<Node> alive(String cluster, Duration silence) {
        return database.withHandle(handle -> {
            Query query = handle.createQuery(
                    "select number, address, incarnation, leaving, work_per_second, costs, free_places from cluster_node"
                            + " where cluster = :cluster and seen_at > now() - :silence * interval '1 millisecond'"
                            + " order by number");
            return query.bind("cluster", cluster)
                    .bind("silence", silence.toMillis())
                    .map(NodeStore::read)
                    .list();
        });
    }

    private static Node read(RowView row) {
        Long[] costs = row.getColumn("costs", Long[].class);
        return new Node(
                row.getColumn("number", Integer.class),
                URI.create(row.getColumn("address", String.class)),
                row.getColumn("incarnation", UUID.class),
                row.getColumn("leaving", Boolean.class),
                new NodeLoad(
                        row.getColumn("work_per_second", Double.class),
                        List.of(costs).stream().mapToLong(Long::longValue).toArray(),
                        row.getColumn("free_places", Integer.class)));
    }

    /**
     * Counts the node as dead until it is heard of again, if it has not been heard of for two beats: a connection that
     * cannot be made is not enough, nor is the silence of a former start.
     *
     * @return whether it is dead
     */
    boolean presumeDead(Node node) {
        return database.withHandle(handle -> handle.execute(
                        "update cluster_node set seen_at = now() - interval '61 seconds'"
                                + " where number = ? and incarnation = ? and seen_at < now() - interval '1.1 seconds'",
                        node.number(),
                        node.incarnation()))
                == 1;
    }

    /** Says that this start of the node is over. */
    void leave(int number, UUID incarnation) {
        database.useHandle(handle -> handle.execute(
                "update cluster_node set seen_at = now() - interval '61 seconds' where number = ? and incarnation = ?",
                number,
                incarnation));
    }

    /** Forgets nodes that have not been there for a day, and on which nobody lives. */
    void forgetOld() {
        database.useHandle(handle -> handle.execute("delete from cluster_node where seen_at < now() - interval '1 day'"
                + " and number not in (select node from live_session)"));
    }

    /** What nodes show each other. */
    String secret() {
        return database.withHandle(handle -> handle.createQuery("select secret from cluster_secret")
                .mapTo(String.class)
                .one());
    }
}
