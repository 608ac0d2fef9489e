-- Everything but epochs: what event_turn holds too, with a condition of which the planner knows how seldom it is true.
create index event_other on event (sweep, sequence) where type <> 'EpochEnded';
