import { expect } from 'vitest'
import {
  beginAssessment,
  readAssessment,
  takeStep,
  type Taking,
} from '../src/modules/threats/assessments/assessment-store.ts'
import type { Assessment } from '../src/modules/threats/assessments/assessment.ts'
import { dimensionsOf } from '../src/modules/threats/assessments/model.ts'
import { modelInForce } from '../src/modules/threats/assessments/model-store.ts'
import { type Answer, scoreAssessment } from '../src/modules/threats/assessments/score-assessment.ts'
import type { AssessmentState } from '../src/modules/threats/assessments/steps.ts'
import type { Transaction } from '#platform/database'
import { sql } from 'kysely'
import { type Scene, sceneOf } from './access-scene.ts'
import type { TestServer } from './server.ts'

/** People of every standing to an assessment of Cheshire's. */
export const people = {
  assessor: 'analyst@cheshire.example',
  colleague: 'second@cheshire.example',
  'moderator of the same': 'moderator@cheshire.example',
  moderator: 'rocta@nwrocu.example',
  'anyone else': 'analyst@lancashire.example',
} as const

export interface AssessmentScene extends Scene {
  /** A threat of Cheshire's, known since 2022. Imported as moderated, Tier 1, unless it is said to be new. */
  readonly threat: (reference: string, isNew?: boolean) => Promise<string>
  /** An assessment of it, brought to a state by the people who may; its reference. */
  readonly assessment: (threat: string, state: AssessmentState, scores?: Answer['score']) => Promise<string>
  readonly second: (
    first: string,
    by: string,
    state: 'Draft' | 'Submitted',
    scores?: Answer['score'],
  ) => Promise<string>
  readonly take: (email: string, taking: Omit<Taking, 'expected'>) => Promise<string>
  readonly read: (email: string, reference: string) => Promise<Assessment | undefined>
}

let made = 0

/** What the tests of assessments set up behind the pages' back, always by people who may. */
export async function assessmentScene(site: TestServer): Promise<AssessmentScene> {
  const scene = sceneOf(site.database)
  await addColleagues(site, scene)
  const read: AssessmentScene['read'] = (email, reference) => scene.as(email, tx => readIn(tx, reference))
  const take: AssessmentScene['take'] = (email, taking) =>
    scene.as(email, async tx => takeStep(tx, { ...taking, expected: (await readIn(tx, taking.reference))?.steps ?? 0 }))
  const begin = (email: string, threat: string, secondTo?: string) =>
    scene.as(email, async tx => {
      made += 1
      const reference = `${threat}-A-${String(made).padStart(6, '0')}`
      const working = scoreAssessment((await modelInForce(visitIn(tx))).definition, {})
      const second = secondTo === undefined ? undefined : (await readIn(tx, secondTo))?.id
      const outcome = await beginAssessment(tx, {
        threat,
        reference,
        modelVersion: 1,
        working,
        ...(second === undefined ? {} : { secondTo: second }),
      })
      expect(outcome).toBe('done')
      return reference
    })
  const must = async (email: string, taking: Omit<Taking, 'expected'>) => expect(await take(email, taking)).toBe('done')
  const submit = async (email: string, reference: string, score: Answer['score']) =>
    must(email, { reference, act: 'submit', content: await scene.as(email, tx => contentOf(tx, score)) })
  return {
    ...scene,
    read,
    take,
    threat: async (reference, isNew = false) => {
      await scene.addThreat(reference, 'Cheshire Constabulary', '2022-03-01T09:00:00Z')
      if (isNew) await forget(site, reference)
      return reference
    },
    assessment: async (threat, state, score = 3) => {
      const reference = await begin(people.assessor, threat)
      if (state === 'Draft') return reference
      if (state === 'Withdrawn') await must(people.assessor, { reference, act: 'withdraw', reason: 'A mistake' })
      else await submit(people.assessor, reference, score)
      if (state === 'Returned') await must(people.moderator, { reference, act: 'return', reason: 'Say why' })
      if (state === 'Moderated') await must(people.moderator, { reference, act: 'moderate' })
      return reference
    },
    second: async (first, by, state, score = 1) => {
      const reference = await begin(by, (await read(people.assessor, first))?.threat ?? '', first)
      if (state === 'Submitted') await submit(by, reference, score)
      return reference
    },
  }
}

function visitIn(tx: Transaction) {
  return { tx, asAt: { when: 'now' }, present: new Date() } as const
}

function readIn(tx: Transaction, reference: string) {
  return readAssessment(visitIn(tx), reference)
}

/** The same score and a reason for every dimension, and the tier that is suggested for them. */
async function contentOf(tx: Transaction, score: Answer['score']) {
  const { definition } = await modelInForce(visitIn(tx))
  const scores = Object.fromEntries(
    dimensionsOf(definition).map(({ key }) => [key, { score, reason: `Because of ${key}` }]),
  )
  const working = scoreAssessment(definition, scores)
  return { scores, working, proposedTier: working.suggestedTier ?? ('Tier 5' as const), departure: undefined }
}

async function addColleagues(site: TestServer, scene: Scene): Promise<void> {
  await scene.addPerson(people.colleague, 'Cheshire Constabulary', 'analyst')
  await scene.addPerson(people['moderator of the same'], 'Cheshire Constabulary', 'moderator')
  await scene.addPerson(
    'rocta@westmidlands.example',
    'Regional Organised Crime Unit for the West Midlands Region',
    'moderator',
  )
  await sql`update organisations.person p set password_hash = example.password_hash
    from organisations.person example
    where p.password_hash is null and p.email <> 'system' and example.email = ${people.assessor}`.execute(
    site.database.owner,
  )
}

/** As a threat recorded here: no tier, and nobody has moderated it. */
async function forget(site: TestServer, reference: string): Promise<void> {
  await sql`update threats.threat_state set tier = null, moderation_status = 'Draft' where reference = ${reference}`.execute(
    site.database.owner,
  )
}
