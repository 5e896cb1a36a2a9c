-- Reports that one person can make with many cookies count once.

alter table preset_report
    -- Whom else it counts as the same as: digest of a network and the signing key. Null: the participant counts by itself.
    add column voice uuid;

alter table preset
    -- Its updated_at when somebody decided that it may be seen: until it is changed, reports hide it no more by themselves.
    add column kept_as timestamptz;
