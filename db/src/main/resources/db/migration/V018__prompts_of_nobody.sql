-- The prompt that a model begins with is in force until somebody gives another one. It belongs to the session, and so to what is
-- recorded of it, and to no participant.
alter table prompt_event drop constraint prompt_event_source_check;
alter table prompt_event
    add constraint prompt_event_source_check check (source in ('typed', 'spoken', 'preset', 'teacher', 'model')),
    add constraint prompt_event_of_nobody check (source <> 'model' or participant_id is null);
