-- Who handed a sweep in: the name of a token, or what a member of the cluster calls itself; null if it was stored before.
alter table sweep add column submitted_by text;
create index sweep_submitted_by on sweep (submitted_by);

-- Bytes of the files that stay as long as the sweep does.
alter table result add column bytes bigint generated always as (
    coalesce((payload -> 'measurement' ->> 'fileBytes')::bigint, 0)
    + coalesce((payload -> 'measurement' ->> 'modelFileBytes')::bigint, 0)) stored;

-- Deeds that leave no log, each written in the transaction that does it.
create table audit (
    number bigint generated always as identity primary key,
    at timestamptz not null,
    caller text not null,
    action text not null,
    subject text not null,
    details jsonb not null
);
