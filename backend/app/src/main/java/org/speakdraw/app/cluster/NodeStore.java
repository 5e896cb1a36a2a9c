package org.speakdraw.app.cluster;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;
import org.speakdraw.app.platform.Database;

/** The nodes in PostgreSQL, whose clock is everybody's. */
@Singleton
public class NodeStore {

    /** After which a silent node counts as dead: five missed beats. */
    private static final String ALIVE = " seen_at > now() - interval '2.5 seconds' ";

    private final Database database;

    @Inject
    public NodeStore(Database database) {
        this.database = database;
    }

    /**
     * Makes this server a node. One that comes back to its address gets its number back.
     *
     * @param incarnation of this start
     * @return its number; empty when another node that is alive has the wanted number or the address
     */
    Optional<Integer> join(ClusterConfig config, UUID incarnation) {
        return database.withHandle(handle -> {
            handle.execute("lock table cluster_node in exclusive mode");
            handle.execute(
                    "delete from cluster_node where address = ? and ? not in (0, number) and not (" + ALIVE + ")",
                    config.address().toString(),
                    config.number());
            return handle.createQuery("""
                            insert into cluster_node (number, cluster, address, incarnation, seen_at)
                            select coalesce(nullif(:number, 0), (select number from cluster_node where address = :address),
                                (select min(n) from generate_series(1, 65535) n
                                    where not exists (select from cluster_node where number = n))),
                                :cluster, :address, :incarnation, now()
                            on conflict (number) do update set cluster = excluded.cluster, address = excluded.address,
                                incarnation = excluded.incarnation, seen_at = now(), leaving = false,
                                work_per_second = 0, costs = '{}', free_places = 0
                            where cluster_node.address = excluded.address
                                or cluster_node.seen_at < now() - interval '2.5 seconds'
                            returning number
                            """)
                    .bind("number", config.number())
                    .bind("cluster", config.name())
                    .bind("address", config.address().toString())
                    .bind("incarnation", incarnation)
                    .mapTo(Integer.class)
                    .findOne();
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

    /** The nodes of the cluster that are alive, by number. */
    List<Node> alive(String cluster) {
        return database.withHandle(handle -> {
            Query query = handle.createQuery(
                    "select number, address, leaving, work_per_second, costs, free_places from cluster_node"
                            + " where cluster = :cluster and" + ALIVE + "order by number");
            return query.bind("cluster", cluster).map(NodeStore::read).list();
        });
    }

    private static Node read(RowView row) {
        Long[] costs = row.getColumn("costs", Long[].class);
        return new Node(
                row.getColumn("number", Integer.class),
                URI.create(row.getColumn("address", String.class)),
                row.getColumn("leaving", Boolean.class),
                new NodeLoad(
                        row.getColumn("work_per_second", Double.class),
                        List.of(costs).stream().mapToLong(Long::longValue).toArray(),
                        row.getColumn("free_places", Integer.class)));
    }

    /** Counts the node as dead until it is heard of again: nobody listens at its address. */
    void presumeDead(int number) {
        database.useHandle(handle -> handle.execute(
                "update cluster_node set seen_at = now() - interval '1 minute' where number = ?", number));
    }

    /** What nodes show each other. */
    String secret() {
        return database.withHandle(handle -> handle.createQuery("select secret from cluster_secret")
                .mapTo(String.class)
                .one());
    }
}
