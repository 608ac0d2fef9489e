-- Who may use the HTTP API. A token itself is nowhere: only what it hashes to.
create table token (
    id text primary key,
    name text not null,
    role text not null,
    hash bytea not null unique,
    created_at timestamptz not null,
    expires_at timestamptz,
    revoked_at timestamptz
);
