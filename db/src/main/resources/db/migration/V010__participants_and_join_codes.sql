-- Who somebody is, without accounts: a participant's id is made from the digest of a random secret in the browser's
-- cookie; the secret itself is kept nowhere. A participant is made by the first session or preset, without a name.

alter table participant
    alter column display_name set default '',
    alter column role set default 'student',
    drop constraint participant_display_name_check,
    add constraint participant_display_name_check check (length(display_name) <= 60);

-- Letters and digits that nobody mistakes for one another; see JoinCode.
alter table classroom
    add column join_code text not null unique check (length(join_code) = 6);
