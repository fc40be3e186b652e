import {
  changeHandling,
  organisationIndex,
  personIdByEmail,
  shareRecord,
  stateActor,
} from '#modules/organisations'
import { threat } from '#modules/threats'
import type { Transaction } from '#platform/database'
import type { Actor } from '#platform/http'

const analyst = 'analyst@cheshire.example'
const leadResponsibleOfficer = 'lro@cheshire.example'
const partner = 'Halton Borough Council'

/**
 * One of each handling. The two that fewer people see are none that the published figures count, whatever the day, so that
 * everyone who counts the region counts the same.
 */
const handled = { Named: 'CHE-00132', Organisation: 'CHE-00119', Shared: 'CHE-00003' } as const
/** Threats that fewer people see: nothing is told of them elsewhere. */
export const seenByFewer: readonly string[] = [handled.Named, handled.Organisation]
/** Threats that the council sees too. */
export const sharedWithPartner = ['CHE-00002', 'CHE-00031', 'CHE-00057', 'CHE-00075']

/** Gives some of Cheshire's threats other handlings, and shares some with a partner, as Cheshire's analyst would. */
export async function handleSampleRecords(tx: Transaction): Promise<void> {
  const actor = await stateSampleAnalyst(tx)
  const officer = await personIdByEmail(tx, leadResponsibleOfficer)
  const council = (await organisationIndex(tx)).find(partner)
  if (officer === undefined || council === undefined) throw new Error('The sample’s people are not there.')
  const act = { record: threat, actor, reason: 'To show how this handling works' }
  for (const [handling, reference] of Object.entries(handled)) {
    const people = handling === 'Named' ? [officer] : []
    const change = { ...act, reference, handling: handling as keyof typeof handled, people }
    mustBeDone(await changeHandling(tx, change))
  }
  for (const reference of sharedWithPartner) {
    mustBeDone(await shareRecord(tx, { ...act, reference, organisationId: council.id, withHistory: true }))
  }
}

async function stateSampleAnalyst(tx: Transaction): Promise<Actor> {
  const personId = await personIdByEmail(tx, analyst)
  const actor = personId === undefined ? undefined : await stateActor(tx, personId, 'read')
  if (actor === undefined) throw new Error(`The sample’s ${analyst} is not there.`)
  return actor
}

function mustBeDone(outcome: { readonly ok: true } | { readonly problem: string }): void {
  if ('problem' in outcome) throw new Error(`The sample can’t be handled: ${outcome.problem}.`)
}
