package org.speakdraw.app.participant;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.speakdraw.app.platform.Database;

/** What is in the tables of a database under test. */
public final class TestRows {

    private TestRows() {}

    /** A row in every table that knows a participant or a session. */
    public static UUID writeIntoEveryTable(Database database, UUID participant) throws SQLException {
        UUID session = UUID.randomUUID();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(String.format("""
                    insert into participant (id) values ('%1$s') on conflict do nothing;
                    insert into session (id, participant_id, bundle, started_at) values ('%2$s', '%1$s', 'pocket', now());
                    insert into prompt_event (session_id, participant_id, occurred_at, source, prompt)
                        values ('%2$s', '%1$s', now(), 'typed', 'a');
                    insert into recording (session_id, participant_id, token_digest, started_at, keeps_input)
                        values ('%2$s', '%1$s', sha256('a'), now(), false);
                    insert into settings_event (session_id, number, offset_ms, changes) values ('%2$s', 1, 0, '{}');
                    insert into keyframe (session_id, number, kind, offset_ms, seed, sha256, bytes, jpeg)
                        values ('%2$s', 2, 'output', 0, 1, sha256('a'), 0, '');
                    insert into recording_gap (session_id, number, start_ms, end_ms, lost, reason)
                        values ('%2$s', 3, 0, 1, 0, 'paused');
                    insert into preset (id, name, prompt, visibility, owner_id) values ('%3$s', 'a', 'a', 'mine', '%1$s');
                    insert into preset_favourite (participant_id, preset_id) values ('%1$s', '%3$s');
                    insert into preset_report (participant_id, preset_id, reason) values ('%1$s', '%3$s', 'mean');
                    insert into handed_in_work (id, classroom_id, participant_id, prompt, picture)
                        select '%4$s', classroom_id, id, 'a', '' from participant
                        where id = '%1$s' and classroom_id is not null;
                    insert into reported_picture (id, classroom_id, participant_id, picture)
                        select '%4$s', classroom_id, id, '' from participant
                        where id = '%1$s' and classroom_id is not null;
                    insert into picture_report (picture_id, participant_id, reason)
                        select id, participant_id, 'mean' from reported_picture where id = '%4$s';
                    insert into lesson (classroom_id, holder, spotlit)
                        select classroom_id, gen_random_uuid(), id from participant
                        where id = '%1$s' and classroom_id is not null
                        on conflict (classroom_id) do update set spotlit = excluded.spotlit;
                    insert into lesson_black_out (classroom_id, participant_id)
                        select classroom_id, id from participant where id = '%1$s' and classroom_id is not null;
                    insert into classroom_guest (classroom_id, participant_id, standing)
                        select classroom_id, id, 'waiting' from participant
                        where id = '%1$s' and classroom_id is not null;
                    """, participant, session, UUID.randomUUID(), UUID.randomUUID()));
        }
        return session;
    }

    /** Runs a statement. */
    public static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Every column of type UUID of every table that holds one of {@code ids}, and in how many rows. */
    public static Map<String, Integer> references(Database database, List<UUID> ids) throws SQLException {
        String wanted = String.join(",", ids.stream().map(id -> "'" + id + "'").toList());
        Map<String, Integer> found = new TreeMap<>();
        try (Connection connection = database.connect();
                Statement columns = connection.createStatement();
                Statement count = connection.createStatement();
                ResultSet column = columns.executeQuery("select table_name, column_name from information_schema.columns"
                        + " where table_schema = 'public' and data_type = 'uuid'")) {
            while (column.next()) {
                String table = column.getString(1);
                String name = column.getString(2);
                try (ResultSet rows = count.executeQuery(
                        "select count(*) from " + table + " where " + name + " in (" + wanted + ")")) {
                    rows.next();
                    if (rows.getInt(1) > 0) {
                        found.put(table + "." + name, rows.getInt(1));
                    }
                }
            }
        }
        return found;
    }
}
