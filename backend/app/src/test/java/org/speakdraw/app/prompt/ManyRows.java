package org.speakdraw.app.prompt;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.speakdraw.app.platform.Database;

/**
 * A school's year in the database, made by the database itself in seconds: 200,000 prompts in 2,000 sessions of 200
 * participants in 10 classrooms, one of whom wrote a tenth of all prompts, and 20,000 presets.
 */
final class ManyRows {

    /** Who wrote a tenth of all prompts. */
    static final UUID BUSIEST = new UUID(0x1000_0000_8000L, 1);

    private static final String[] ROWS = {"""
        insert into classroom (id, name, join_code)
        select ('00000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid, 'room ' || n, lpad(n::text, 8, '2')
        from generate_series(1, 10) n
        """, """
        insert into participant (id, classroom_id, display_name)
        select ('00001000-0000-8000-0000-' || lpad(to_hex(n), 12, '0'))::uuid,
            ('00000000-0000-0000-0000-' || lpad((1 + n % 10)::text, 12, '0'))::uuid, 'pupil ' || n
        from generate_series(1, 200) n
        """, """
        insert into session (id, participant_id, bundle, started_at)
        select ('00002000-0000-8000-0000-' || lpad(to_hex(n), 12, '0'))::uuid,
            ('00001000-0000-8000-0000-' || lpad(to_hex(case when n % 10 = 0 then 1 else 1 + n % 200 end), 12, '0'))::uuid,
            'pocket', timestamptz '2026-01-01' + n * interval '3 hours'
        from generate_series(1, 2000) n
        """, """
        create temporary table word on commit drop as
        select (array['fox','cat','dog','owl','fish','butterfly','horse','bear','penguin','whale','hamburger','cake','pizza',
            'grapes','robot','superhero','rainbow','snowman','moon','tree','flower','rocket','castle','dragon','lighthouse',
            'heron','violin','bicycle','volcano','waterfall'])[1 + n % 30] as thing,
            (array['watercolour','pencil sketch','ink drawing','comic','pixel art','neon','oil painting','thermal',
            'old photograph','golden hour','at night','cartoon','flat','3d'])[1 + n % 14] as style,
            (array['red','orange','yellow','green','blue','purple','pink','brown','golden','tiny','huge','friendly',
            'sleepy'])[1 + n % 13] as adjective, n as place
        from generate_series(0, 5459) n
        """, """
        insert into prompt_event (session_id, participant_id, occurred_at, source, language, prompt)
        select s.id, s.participant_id, s.started_at + n * interval '20 seconds', 'typed', 'en',
            'a ' || w.adjective || ' ' || w.thing || ' number ' || (hashint4(n) & 4095) || ', ' || w.style
        from (select id, participant_id, started_at, row_number() over () as place from session) s
        cross join generate_series(1, 100) n
        join word w on w.place = (hashint8(s.place * 100 + n) & 1073741823) % 5460
        """, """
        insert into preset (id, name, prompt, tags, visibility, approved, owner_id, created_at, use_count)
        select gen_random_uuid(), initcap(w.adjective || ' ' || w.thing) || ' ' || n,
            'a ' || w.adjective || ' ' || w.thing || ', ' || w.style, array[w.style, w.thing],
            (array['mine', 'classroom', 'everyone'])[1 + n % 3], true,
            ('00001000-0000-8000-0000-' || lpad(to_hex(1 + n % 200), 12, '0'))::uuid,
            timestamptz '2026-01-01' + n * interval '20 minutes', n % 97
        from generate_series(1, 20000) n join word w on w.place = n % 5460
        """};

    private ManyRows() {}

    static void writeInto(Database database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            // The application's limit is for what people wait for.
            connection.setNetworkTimeout(Runnable::run, 0);
            connection.setAutoCommit(false);
            List<String> definitions = dropSlowIndexes(statement);
            for (String sql : ROWS) {
                statement.execute(sql);
            }
            statement.execute("set local maintenance_work_mem = '256MB'");
            for (String definition : definitions) {
                statement.execute(definition);
            }
            connection.commit();
            connection.setAutoCommit(true);
            // What autovacuum does by itself within minutes.
            statement.execute("vacuum analyze");
        }
    }

    /** GIN indexes are made in a tenth of the time that it takes to fill them row by row. */
    private static List<String> dropSlowIndexes(Statement statement) throws SQLException {
        List<String> definitions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(
                "select indexname, indexdef from pg_indexes where schemaname = 'public' and indexdef like '%USING gin%'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
                definitions.add(rows.getString(2));
            }
        }
        statement.execute("drop index " + String.join(", ", names));
        return definitions;
    }
}
