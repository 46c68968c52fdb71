-- When a write that must not be repeated was about to be sent; null when nothing was sent.
alter table one_shots add column begun_at timestamptz;
