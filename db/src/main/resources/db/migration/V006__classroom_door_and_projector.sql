-- A classroom's door, which its teacher closes, and the key of its projector's address. A lesson itself is kept nowhere.

alter table classroom
    add column open        boolean not null default true,
    -- SHA-256 of the key; null: there is no such address.
    add column view_digest bytea   check (octet_length(view_digest) = 32);
