-- The snapshot that the next tighter trial of a ladder goes on from, in the report that ends the prune phase.
alter table epoch add column rung text;
