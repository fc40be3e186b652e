import type { Transaction } from '#platform/database'
import { sql } from 'kysely'
import { organisationIndex } from '../organisation-store.ts'
import type { Part } from '../parts.ts'
import { insertPerson } from '../person-store.ts'

export interface SamplePerson {
  readonly email: string
  readonly name: string
  readonly organisation: string
  readonly parts: readonly Part[]
}

const council = 'Halton Borough Council'

/** The invented people whom the sample brings, one for each part. Their names are nobody's. */
export const samplePeople: readonly SamplePerson[] = [
  person('analyst@cheshire.example', 'Ashley Example', 'Cheshire Constabulary', 'analyst'),
  person('lro@cheshire.example', 'Robin Specimen', 'Cheshire Constabulary', 'lead responsible officer'),
  person('analyst@lancashire.example', 'Lindsay Example', 'Lancashire Constabulary', 'analyst'),
  person('lro@merseyside.example', 'Sandy Specimen', 'Merseyside Police', 'lead responsible officer'),
  person('rocta@nwrocu.example', 'Morgan Sample', 'North West Regional Organised Crime Unit', 'moderator', 'analyst'),
  person('tasking@nwrocu.example', 'Jamie Placeholder', 'North West Regional Organised Crime Unit', 'tasking manager'),
  person('tasking@nca.example', 'Kerry Placeholder', 'National Crime Agency', 'tasking manager'),
  person('housing@council.example', 'Alex Notional', council, 'partner'),
  person('inspector@hmicfrs.example', 'Drew Notional', 'HMICFRS', 'inspector'),
  person('mayor@oversight.example', 'Frankie Invented', 'Mayoral oversight', 'oversight'),
  person('admin@fourfold.example', 'Charlie Invented', 'Fourfold administration', 'administrator'),
]

/**
 * Adds the people of the sample, all with one password, and the partner one of them works for; or other invented people, who
 * can't sign in where no password is given. Those who are there already stay as they are.
 */
export async function addSamplePeople(
  tx: Transaction,
  {
    passwordHash,
    people = samplePeople,
  }: { readonly passwordHash?: string; readonly people?: readonly SamplePerson[] },
): Promise<void> {
  await sql`
    insert into organisations.organisation (name, kind) values (${council}, 'Partner')
    on conflict (name) do nothing`.execute(tx)
  const index = await organisationIndex(tx)
  for (const { email, name, organisation, parts } of people) {
    const found = index.find(organisation)
    if (found === undefined) throw new Error(`The sample needs the organisation ${organisation}, which is not there.`)
    await insertPerson(tx, {
      email,
      name,
      organisationId: found.id,
      parts,
      sample: true,
      ...(passwordHash === undefined ? {} : { passwordHash }),
    })
  }
}

function person(email: string, name: string, organisation: string, ...parts: readonly Part[]): SamplePerson {
  return { email, name, organisation, parts }
}
