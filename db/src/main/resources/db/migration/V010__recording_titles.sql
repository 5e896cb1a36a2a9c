-- What its owner calls a recording; empty: what its last prompt says.
alter table recording add column title text not null default '' check (char_length(title) <= 120);
