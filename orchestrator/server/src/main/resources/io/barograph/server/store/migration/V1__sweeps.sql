-- The scheduler's lease. Every write of the scheduler checks owner and fence in its own transaction.
create table lease (
    name text primary key,
    owner text not null,
    fence bigint not null,
    expires timestamptz not null
);

create table sweep (
    sweep text primary key,
    idempotency_key text not null unique,
    spec jsonb not null,
    state text not null,
    sequence bigint not null, -- the last number given to an event: commits of a sweep are ordered by this row
    created_at timestamptz not null,
    number bigint generated always as identity
);

-- Append-only: what happened, with the version of the schema its payload was written in.
create table event (
    sweep text not null references sweep,
    sequence bigint not null,
    type text not null,
    schema_version integer not null,
    payload jsonb not null,
    at timestamptz not null,
    primary key (sweep, sequence)
);

-- The current state, brought up to date in the transaction that appends the event.
create table trial (
    sweep text not null references sweep,
    trial text not null,
    index integer not null,
    budget double precision not null,
    seed bigint not null,
    parameters jsonb not null,
    state text not null,
    attempt integer not null,
    reason text,
    primary key (sweep, trial),
    unique (sweep, index)
);

create table attempt (
    sweep text not null,
    trial text not null,
    attempt integer not null,
    worker text not null,
    slot integer not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    outcome text,
    primary key (sweep, trial, attempt),
    foreign key (sweep, trial) references trial
);

create table epoch (
    sweep text not null,
    trial text not null,
    attempt integer not null,
    epoch integer not null,
    phase text not null,
    metrics jsonb not null,
    checkpoint text,
    teacher text,
    at timestamptz not null,
    primary key (sweep, trial, attempt, epoch),
    foreign key (sweep, trial, attempt) references attempt
);

create table result (
    sweep text not null,
    trial text not null,
    attempt integer not null,
    payload jsonb not null,
    at timestamptz not null,
    primary key (sweep, trial),
    foreign key (sweep, trial, attempt) references attempt
);
