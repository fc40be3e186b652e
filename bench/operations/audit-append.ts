import { type Operation, share } from '../operation.ts'
import { statementScript } from '../statement-script.ts'
import { threatReads } from './requests.ts'

const writers = 16

export const auditAppend: Operation = {
  key: 'audit-append',
  name: 'audit append at 16 writers',
  reference: 'plain insert',
  toReach: share(0.5),
  aim: share(0.9),
  grows: 'by an index',
  prepare: async scene => {
    const [statements = []] = await scene.capture((await threatReads(scene, 1)).slice(0, 1))
    const insert = statements.find(({ text }) => text.includes('audit.entry'))
    if (insert === undefined) throw new Error('Reading a threat wrote no entry.')
    await scene.client.query(`
      create table public.plain_entry (
        id bigint generated always as identity primary key, occurred_at timestamptz not null default clock_timestamp(),
        request_id text, person_id integer, actor text, organisation text, event text, outcome text, shown text[],
        details jsonb, reason text, as_at timestamptz)`)
    await scene.client.query('grant insert on public.plain_entry to fourfold_app')
    const plain = { ...insert, text: insert.text.replace('audit.entry', 'public.plain_entry') }
    const [append, insertPlain] = [insert, plain].map(one => [statementScript([one], { prefix: 'a' })])
    return {
      operation: seconds => scene.replay(append ?? [], seconds, { clients: writers }),
      reference: seconds => scene.replay(insertPlain ?? [], seconds, { clients: writers }),
    }
  },
}
