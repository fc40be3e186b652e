import { type Operation, share, times } from '../operation.ts'
import type { Scene } from '../scene.ts'
import type { StatementScript } from '../statement-script.ts'

const writers = 16
const months = 12
/** At today's size; 25 references in each fifth of them. */
const entriesAMonth = 300_000
/** So long at least, from one checkpoint on: what is logged whole after each is what one table pays for. */
const leastSeconds = 20

/** Keys of records, as SQL in which pgbench finds no variable. */
const national = String.raw`u&'threats\003aNAT-'`
const seenDaily = String.raw`u&'threats\003aSEEN-DAILY'`

/** What a year of the audit costs whoever writes the next entry, by month and in one table. */
export const auditAppendAfterYear: Operation = {
  key: 'audit-append-year',
  name: 'audit append at 16 writers after a year',
  reference: 'the same in one table',
  toReach: share(1),
  aim: share(1.2),
  grows: 'by an index',
  spoils: true,
  prepare: async scene => {
    await fillYear(scene)
    const appendingTo = (table: string) => async (seconds: number) => {
      await scene.client.query('checkpoint')
      return scene.replay([appendTo(table)], Math.max(seconds, leastSeconds), { clients: writers })
    }
    return { operation: appendingTo('audit.entry'), reference: appendingTo('public.one_entry') }
  },
}

/** The page of who has seen a record that is seen daily: its latest 51 entries of some thousands. */
export const auditEntriesOf: Operation = {
  key: 'audit-entries',
  name: 'who has seen a record, after a year',
  reference: 'the same in one table',
  toReach: times(1),
  aim: times(0.5),
  grows: 'by an index',
  spoils: true,
  prepare: async scene => {
    await fillYear(scene)
    const asked = (text: string): readonly StatementScript[] => [{ text, variables: {} }]
    return {
      operation: seconds =>
        scene.replay(asked(`select * from audit.entries_of(${seenDaily}, 'infinity', null, 51);\n`), seconds),
      reference: seconds =>
        scene.replay(
          asked(`select * from public.one_entry where shown @> array[${seenDaily}] order by id desc limit 51;\n`),
          seconds,
        ),
    }
  },
}

/** Makes the same year of entries by month, and in one table with the same indexes. */
async function fillYear({ client, factor }: Scene): Promise<void> {
  // What the loading left is of this month, and its table would have all before it too.
  await client.query(`
    truncate audit.entry, audit.seal;
    do $$ begin execute to_char(now() at time zone 'UTC', '"drop table audit.entry_"YYYY_MM'); end $$;
    select audit.make_month((date_trunc('month', now()) - ago * interval '1 month')::date)
    from generate_series(0, ${months - 1}) ago`)
  await client.query(
    `insert into audit.entry (occurred_at, request_id, person_id, actor, organisation, event, outcome, shown, details)
     select date_trunc('month', now()) - (${months - 1} - n::bigint * ${months} / $1) * interval '1 month', gen_random_uuid(),
       1 + n % 500, 'person-' || n % 500 || '@national.example', 'Cheshire Constabulary', 'threat.viewed', 'done',
       array(select ${national} || lpad((hashint4(n * 32 + place) & 1048575)::text, 7, '0')
         from generate_series(1, case when n % 5 = 0 then 25 else 1 end) place)
       || case when n % 100 = 0 then array[${seenDaily}] else '{}' end, '{"format": "json"}'
     from generate_series(0, $1::integer - 1) n`,
    [Math.ceil(entriesAMonth * months * factor)],
  )
  await client.query(`
    create table public.one_entry (like audit.entry including defaults including constraints, primary key (id));
    insert into public.one_entry select * from audit.entry;
    create index on public.one_entry using gin (shown);
    create index on public.one_entry (person_id, occurred_at);
    grant select, insert on public.one_entry to fourfold_app`)
  await client.query('vacuum analyze audit.entry, public.one_entry')
}

/** One of a fifth shows a list of 25, as in the year before. */
function appendTo(table: string): StatementScript {
  return {
    text: `\\set n random(0, 1048575)
insert into ${table} (request_id, person_id, actor, organisation, event, outcome, shown, details)
values (gen_random_uuid(), 1 + :n % 500, 'person-' || :n % 500 || '@national.example', 'Cheshire Constabulary', 'threat.viewed',
  'done', array(select ${national} || lpad((hashint4(:n * 32 + place) & 1048575)::text, 7, '0')
    from generate_series(1, case when :n % 5 = 0 then 25 else 1 end) place), '{"format": "json"}');
`,
    variables: {},
  }
}
