import { createHash } from 'node:crypto'
import { type Answer, json, notFound, refused, type Shown } from './answer.ts'
import type { Asked } from './asked.ts'
import { holdKey, keepAnswer, type KeptAnswer, readKeptAnswer, seesAll } from './kept-answer-store.ts'
import type { Visit } from './visit.ts'

const hours = 24
/** As the header's draft standard has it: visible characters; with the quotes of a structured text, or without. */
const keyForm = /^[\x21-\x7e]{1,200}$/

/**
 * Acts once for all requests of a person that carry the same Idempotency-Key: the others wait for the first and are given its
 * answer again. The answer is kept in the transaction of the act, so neither is ever there alone. What was refused is not kept,
 * for nothing was done.
 */
export async function answerOnce(visit: Visit, asked: Asked, act: () => Promise<Answer>): Promise<Answer> {
  const key = asked.idempotencyKey
  if (key === undefined) return act()
  if (!keyForm.test(key)) return refused(unreadableKey)
  const { tx, actor } = visit
  await holdKey(tx, actor.personId, key)
  const since = new Date(visit.present.getTime() - hours * 3_600_000)
  const kept = await readKeptAnswer(tx, key, since)
  const requestHash = hashOf(asked)
  if (kept !== undefined) return kept.requestHash === requestHash ? again(visit, kept) : refused(anotherRequest)
  const answer = await act()
  if (answer.kind === 'json') {
    const { status = 200, headers = {}, body } = answer
    const shown = listOf(answer.shown).flatMap(({ register, references }) =>
      references.map(one => `${register}:${one}`),
    )
    await keepAnswer(tx, {
      key,
      requestHash,
      status,
      headers,
      body,
      shown,
      personId: actor.personId,
      at: visit.present,
    })
  }
  return answer
}

const unreadableKey = {
  status: 400,
  title: 'The Idempotency-Key can’t be read',
  says: 'Send 1 to 200 letters, digits and signs without spaces: a random UUID, for example.',
} as const

const anotherRequest = {
  status: 422,
  title: 'The Idempotency-Key was used for another request',
  says: `Send a key of its own with each request. A key belongs to one method, address and body for ${hours} hours.`,
} as const

/** What may no longer be seen is not shown again either. */
async function again(visit: Visit, kept: KeptAnswer): Promise<Answer> {
  const shown = registersOf(kept.shown)
  for (const { register, references } of shown) {
    const offered = visit.house.registers.get(register)
    if (offered !== undefined && !(await seesAll(visit.tx, offered.record, references))) {
      return notFound({ register, references })
    }
  }
  return json(kept.body, {
    status: kept.status,
    headers: { ...kept.headers, 'idempotent-replayed': 'true' },
    shown,
    details: { replayed: true },
  })
}

function registersOf(shown: readonly string[]): readonly Shown[] {
  return shown.map(one => {
    const colon = one.indexOf(':')
    return { register: one.slice(0, colon), references: [one.slice(colon + 1)] }
  })
}

function listOf(shown: Shown | readonly Shown[] | undefined): readonly Shown[] {
  return shown === undefined ? [] : [shown].flat()
}

function hashOf(asked: Asked): string {
  const told = [asked.method, asked.path, asked.query, asked.ifMatch ?? null, asked.body ?? null]
  return createHash('sha256').update(JSON.stringify(told)).digest('hex')
}
