-- Times are the callers' clock. `run_at`, `attempts` and the leases on these rows are the queue.

create table deliveries (
  seq bigint generated always as identity primary key,
  source text not null check (source in ('github', 'linear')),
  id text not null,
  name text not null,
  body bytea not null,
  received_at timestamptz not null,
  status text not null default 'pending' check (status in ('pending', 'routed', 'ignored', 'failed')),
  reason text,
  attempts integer not null default 0,
  run_at timestamptz not null,
  lease_owner text,
  lease_until timestamptz,
  unique (source, id)
);
-- Bodies are read once: compressing them costs more than it saves.
alter table deliveries alter column body set storage external;
create index deliveries_pending on deliveries (seq) where status = 'pending';
create index deliveries_failed on deliveries (seq) where status = 'failed';

-- `due_at` is the earliest of what waits for the item, kept by every write that changes it (refreshDue):
-- one index answers the poll, however many rows wait behind a stuck item.
-- `first_state` is the state it was created with: the start of a replay.
create table items (
  id text primary key,
  version integer not null,
  state jsonb not null,
  first_state jsonb not null,
  open boolean not null,
  created_at timestamptz not null,
  due_at timestamptz,
  lease_owner text,
  lease_token bigint not null default 0,
  lease_until timestamptz
);
create index items_due on items (due_at) where due_at is not null;
create index items_open on items (open);

create table aliases (
  subject text primary key,
  item_id text not null references items (id)
);
create index aliases_item on aliases (item_id);

create table events (
  seq bigint generated always as identity primary key,
  item_id text not null references items (id),
  key text not null,
  event jsonb not null,
  delivery_id text,
  status text not null default 'pending' check (status in ('pending', 'done')),
  attempts integer not null default 0,
  run_at timestamptz not null,
  error text,
  unique (item_id, key)
);
create index events_pending on events (item_id, seq) where status = 'pending';

create table log (
  item_id text not null references items (id),
  version integer not null,
  event jsonb not null,
  facts jsonb not null,
  outcome text not null,
  at timestamptz not null,
  primary key (item_id, version)
);

create table one_shots (
  id bigint generated always as identity primary key,
  item_id text not null references items (id),
  one_shot jsonb not null,
  cause_at text not null,
  status text not null default 'pending' check (status in ('pending', 'done')),
  attempts integer not null default 0,
  run_at timestamptz not null,
  error text
);
create index one_shots_pending on one_shots (item_id, id) where status = 'pending';

create table projections (
  item_id text not null references items (id),
  name text not null,
  dirty_version integer not null,
  done_version integer not null default 0,
  attempts integer not null default 0,
  run_at timestamptz not null,
  error text,
  primary key (item_id, name)
);

create table own_writes (
  seq bigint generated always as identity,
  surface text not null,
  id text not null,
  item_id text,
  tag text not null,
  primary key (surface, id)
);
create index own_writes_tag on own_writes (item_id, surface, tag);

create table cursors (
  name text primary key,
  value text not null
);

create table budgets (
  name text primary key,
  blocked_until timestamptz
);

create table budget_takings (
  name text not null references budgets (name),
  at timestamptz not null
);
create index budget_takings_at on budget_takings (name, at);
