import type { Spent } from '../../core/spent.ts';
import type { Store } from '../../ports/store.ts';
import type { Sql } from './sql.ts';

/** The same as `spentByAttempt` (core/spent.ts), summed up by the database: a busy repository has thousands of attempts. */
const statement = `
  with others as (
    select state from items
    where lower(state->'repository'->>'fullName') = lower($1::text) and id <> $2::text
  ), delegated as (
    select attempt, delegation->'state'->>'name' in ('withdrawn', 'rejected') as given_up
    from others,
      jsonb_array_elements(state->'delegations') as delegation,
      jsonb_array_elements(delegation->'attempts') as attempt
  ), asked as (
    select attempt, given_up from delegated
    union all
    select judging, given_up
    from delegated, jsonb_array_elements(coalesce(attempt->'judging', '[]'::jsonb)) as judging
    union all
    select attempt, false
    from others, jsonb_array_elements(coalesce(state->'planning'->'runs', '[]'::jsonb)) as attempt
    union all
    select attempt, false
    from others,
      jsonb_array_elements(coalesce(state->'rounds', '[]'::jsonb)) as round,
      jsonb_array_elements((round->'reviews') || (round->'triages')) as attempt
  ), attempts as (
    select attempt, attempt->'ran'->'usage' as usage,
      attempt->'outcome'->>'state' in ('returned', 'answered', 'failed') or given_up as ended
    from asked
  ), inside as (
    select attempt, usage, ended,
      coalesce((usage->>'inputTokens')::bigint, 0) as input,
      coalesce((usage->>'outputTokens')::bigint, 0) as output
    from attempts
    where (attempt->>'askedAt')::timestamptz >= $3::timestamptz
      and (attempt->>'askedAt')::timestamptz < $4::timestamptz
  )
  select
    coalesce(sum(input), 0)::bigint as "inputTokens",
    coalesce(sum((usage->>'cachedTokens')::bigint), 0)::bigint as "cachedTokens",
    coalesce(sum(output), 0)::bigint as "outputTokens",
    sum((usage->>'cost')::double precision) as cost,
    count(*) filter (where usage->'cost' = 'null'::jsonb and input + output > 0) as unpriced,
    count(*) filter (
      where ended and jsonb_typeof(attempt->'terms'->'allowance') = 'object' and usage is null) as untold,
    count(*) filter (where jsonb_array_length(coalesce(attempt->'ran'->'direct', '[]'::jsonb)) > 0) as direct,
    coalesce(bool_or((usage->>'estimated')::boolean), false) as estimated
  from inside`;

export const spent = (sql: Sql): Pick<Store, 'spent'> => ({
  spent: async ({ fullName, except, from, to }) => {
    const [row] = await sql.query<Spent>(statement, [fullName, except, from, to]);
    if (!row) throw new Error('A sum came back without a row.');
    return row;
  },
});
