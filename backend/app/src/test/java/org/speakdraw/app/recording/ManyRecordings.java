package org.speakdraw.app.recording;

import java.util.UUID;

/** A database as a school has it after a while. */
final class ManyRecordings {

    private ManyRecordings() {}

    /** SQL that gives {@code participant} so many recordings, a minute long each, with a prompt every three seconds. */
    static String sql(UUID participant, int recordings, int framesEach) {
        return """
                insert into session (id, participant_id, bundle, started_at)
                    select gen_random_uuid(), '%1$s', 'many', timestamptz '2026-01-01' + n * interval '1 hour'
                    from generate_series(1, %2$d) n;
                insert into prompt_event (session_id, occurred_at, source, prompt)
                    select id, started_at + n * interval '3 seconds', 'typed', 'a fox ' || n
                    from session, generate_series(0, 19) n where bundle = 'many';
                insert into recording (session_id, participant_id, token_digest, started_at, duration_ms, keeps_input, frames)
                    select id, participant_id, sha256('x'), started_at, 60000, true, 2 * %3$d
                    from session where bundle = 'many';
                insert into settings_event (session_id, number, offset_ms, changes)
                    select session_id, 1, 0, '{"strength": 0.5}' from recording;
                insert into keyframe (session_id, number, kind, offset_ms, seed, sha256, bytes, jpeg)
                    select session_id, 2 * n + k, (array['input', 'output'])[1 + k], n * 60000 / %3$d, 42, sha256('x'),
                        100, decode(repeat('00', 100), 'hex')
                    from recording, generate_series(1, %3$d) n, generate_series(0, 1) k;
                """.formatted(participant, recordings, framesEach);
    }
}
