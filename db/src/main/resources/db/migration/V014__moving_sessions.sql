-- What a recording keeps at the moment, so that another server can go on with it by itself: key frames a second, nothing
-- while it is off; and whether input is kept among them. A killed server leaves it as it was.
alter table recording
    add column rate        double precision check (rate > 0),
    add column input_now   boolean not null default false;
