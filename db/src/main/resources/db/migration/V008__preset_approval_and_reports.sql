-- Presets for everyone on the server wait for an administrator's approval; those that several people report wait again.

alter table preset add column approved boolean not null default false;
-- What was shown to everybody until now goes on being shown.
update preset set approved = true;
create index preset_waiting on preset (updated_at) where visibility = 'everyone' and not approved;

-- Who reported what, until it is decided.
create table preset_report (
    preset_id      uuid        not null references preset (id) on delete cascade,
    participant_id uuid        not null references participant (id) on delete cascade,
    reported_at    timestamptz not null default now(),
    primary key (preset_id, participant_id)
);
create index preset_report_by_participant on preset_report (participant_id);
