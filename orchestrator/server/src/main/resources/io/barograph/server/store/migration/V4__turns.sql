-- The entries that change what a reader sees of a sweep, few among very many epochs.
create index event_turn on event (sweep, sequence)
    where type <> 'EpochEnded' or payload -> 'report' ->> 'teacher' is not null or payload -> 'report' ->> 'rung' is not null;
