import type { WorkItem, WorkOffer } from '#platform/http'
import { sql } from 'kysely'
import { counted } from './counted.ts'
import { type KeptImport, listUnfinished, unfinishedImports } from './import-store.ts'

/** For the list of work: imports that their sender checked and did not go on with, or whose rejected rows wait to be mended. */
export const importsWork: WorkOffer = {
  name: 'imports',
  heading: 'Imports to finish',
  permission: 'import.run',
  count: ({ actor }) =>
    sql<number>`(select count(*) from exchange.import i where ${unfinishedImports(actor.personId)})`,
  list: async visit => ({ items: (await listUnfinished(visit.tx, visit.actor.personId, 50)).map(itemOf) }),
}

function itemOf(one: KeptImport): WorkItem {
  return {
    title: `Import ${one.number}: ${one.fileName}`,
    href: `/imports/${one.id}`,
    says: one.state === 'checked' ? waiting(one) : `${counted(one.bad, 'row')} not taken: mend and send again`,
    since: one.finishedAt ?? one.sentAt,
  }
}

function waiting({ good, bad }: KeptImport): string {
  return bad === 0 ? `Checked: ${counted(good, 'row')} to take` : `Checked: ${counted(bad, 'row')} with problems`
}
