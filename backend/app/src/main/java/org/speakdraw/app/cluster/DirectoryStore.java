package org.speakdraw.app.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.Json;

/** Where live sessions and classrooms are, in PostgreSQL. */
@Singleton
public class DirectoryStore {

    private final Database database;

    @Inject
    public DirectoryStore(Database database) {
        this.database = database;
    }

    /** A session and the node that it is on. */
    record Entry(int node, KeptSession session) {}

    /** A session that is to go to another node. */
    record Move(UUID session, int node) {}

    /**
     * Keeps sessions as they are now. One that has moved to another node meanwhile, or has a token there, stays as that
     * one keeps it; one that has none anywhere is where its client has opened it last.
     */
    void keep(int node, List<KeptSession> sessions) {
        database.useHandle(handle -> sessions.forEach(session -> keep(handle, node, session)));
    }

    private static void keep(Handle handle, int node, KeptSession session) {
        handle.createUpdate("""
                        insert into live_session (id, node, participant_id, classroom_id, address, token_digest, view_digest,
                            settings)
                        values (:id, :node, :participant, :classroom, :address, :token, :view, :settings::jsonb)
                        on conflict (id) do update set view_digest = excluded.view_digest, settings = excluded.settings
                            , node = excluded.node
                        where live_session.node = :node
                            or excluded.token_digest is null and live_session.token_digest is null
                        """)
                .bind("id", session.id())
                .bind("node", node)
                .bind("participant", session.participant())
                .bind("classroom", session.classroom())
                .bind("address", session.address())
                .bind("token", session.tokenDigest().orElse(null))
                .bind("view", session.viewDigest().orElse(null))
                .bind("settings", session.settings().toString())
                .execute();
    }

    /** Forgets sessions of the node. */
    void forget(int node, Collection<UUID> sessions) {
        database.useHandle(handle -> sessions.forEach(
                session -> handle.execute("delete from live_session where id = ? and node = ?", session, node)));
    }

    /** A live session, wherever it is. */
    Optional<Entry> find(UUID session) {
        return database.withHandle(handle -> handle.createQuery("select * from live_session where id = :id")
                .bind("id", session)
                .map(DirectoryStore::read)
                .findOne());
    }

    private static Entry read(RowView row) {
        return new Entry(
                row.getColumn("node", Integer.class),
                new KeptSession(
                        row.getColumn("id", UUID.class),
                        Optional.ofNullable(row.getColumn("participant_id", UUID.class)),
                        Optional.ofNullable(row.getColumn("classroom_id", UUID.class)),
                        row.getColumn("address", String.class),
                        Optional.ofNullable(row.getColumn("token_digest", byte[].class)),
                        Optional.ofNullable(row.getColumn("view_digest", byte[].class)),
                        Json.read(
                                row.getColumn("settings", String.class), ObjectNode.class, ApiError.SETTINGS_INVALID)));
    }

    /** Moves a session from one node to another; false when it is not on {@code from} any more. */
    boolean move(UUID session, int from, int to) {
        return database.withHandle(handle -> handle.execute(
                        "update live_session set node = ?, moved_at = now() where id = ? and node = ?",
                        to,
                        session,
                        from))
                == 1;
    }

    /** What lives on this node, which had another number before, is its own still. */
    void claim(int former, int number, Collection<UUID> residents) {
        database.useHandle(handle -> handle.createUpdate(
                        "update live_session set node = :number where node = :former and id = any(:ids)")
                .bind("number", number)
                .bind("former", former)
                .bindArray("ids", UUID.class, new ArrayList<>(residents))
                .execute());
    }

    /** Which of {@code sessions} are on another node than this one. */
    List<UUID> movedAway(int node, Collection<UUID> sessions) {
        if (sessions.isEmpty()) {
            return List.of();
        }
        return database.withHandle(
                handle -> handle.createQuery("select id from live_session where id = any(:ids) and node <> :node")
                        .bindArray("ids", UUID.class, new ArrayList<>(sessions))
                        .bind("node", node)
                        .mapTo(UUID.class)
                        .list());
    }

    /** Sessions of the node whose owners are in a class that is on another of the {@code alive} nodes. */
    List<Move> movesToClass(int node, Collection<Integer> alive) {
        return database.withHandle(handle -> handle.createQuery("""
                        select s.id, h.node from live_session s join participant p on p.id = s.participant_id
                            join classroom_home h on h.classroom_id = p.classroom_id
                        where s.node = :node and h.node <> :node and h.node = any(:alive)
                        """)
                .bind("node", node)
                .bindArray("alive", Integer.class, new ArrayList<>(alive))
                .map((row, context) -> new Move(row.getObject("id", UUID.class), row.getInt("node")))
                .list());
    }

    /** Which of {@code classes} are on another of the {@code alive} nodes than this one. */
    List<UUID> classesElsewhere(int node, Collection<UUID> classes, Collection<Integer> alive) {
        if (classes.isEmpty()) {
            return List.of();
        }
        return database.withHandle(handle -> handle.createQuery("select classroom_id from classroom_home"
                        + " where classroom_id = any(:ids) and node <> :node and node = any(:alive)")
                .bindArray("ids", UUID.class, new ArrayList<>(classes))
                .bind("node", node)
                .bindArray("alive", Integer.class, new ArrayList<>(alive))
                .mapTo(UUID.class)
                .list());
    }

    /** The node that a class is on; empty when it is on none. */
    Optional<Integer> home(UUID classroom) {
        return database.withHandle(
                handle -> handle.createQuery("select node from classroom_home where classroom_id = :id")
                        .bind("id", classroom)
                        .mapTo(Integer.class)
                        .findOne());
    }

    /**
     * Gives a class a node, unless another one of the {@code alive} has it.
     *
     * @return the one that it is on now; empty for a classroom that does not exist
     */
    Optional<Integer> settle(UUID classroom, int node, Collection<Integer> alive) {
        return database.withHandle(handle -> {
            handle.createUpdate("""
                            insert into classroom_home (classroom_id, node) select id, :node from classroom where id = :id
                            on conflict (classroom_id) do update set node = excluded.node
                            where classroom_home.node <> all(:alive)
                            """)
                    .bind("id", classroom)
                    .bind("node", node)
                    .bindArray("alive", Integer.class, new ArrayList<>(alive))
                    .execute();
            return handle.createQuery("select node from classroom_home where classroom_id = :id")
                    .bind("id", classroom)
                    .mapTo(Integer.class)
                    .findOne();
        });
    }

    /** The classroom of a participant that is known by the digest's id. */
    Optional<UUID> classroomOf(UUID participant) {
        return database.withHandle(handle -> handle.createQuery("select classroom_id from participant where id = :id")
                .bind("id", participant)
                .mapTo(UUID.class)
                .findOne());
    }

    /**
     * Gives up the sessions whose clients have not come back for longer than they may: those of nodes that are dead, and
     * those that came to {@code node} and are not among the {@code residents}. Says in the history that they are over.
     *
     * @return how many there were
     */
    int giveUpLost(int node, Collection<UUID> residents) {
        return database.withHandle(handle -> handle.createUpdate("""
                        with lost as (
                            delete from live_session s using cluster_node n
                            where n.number = s.node and (n.seen_at < now() - interval '2 minutes'
                                or s.node = :node and s.id <> all(:residents)
                                    and s.moved_at < now() - interval '2 minutes')
                            returning s.id
                        )
                        update session set ended_at = greatest(started_at, now()), end_reason = 'lost'
                        where id in (select id from lost) and ended_at is null
                        """)
                .bind("node", node)
                .bindArray("residents", UUID.class, new ArrayList<>(residents))
                .execute());
    }
}
