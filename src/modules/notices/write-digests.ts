import { randomUUID } from 'node:crypto'
import { writeAudit } from '#modules/audit'
import { actAsSystem, stateActor } from '#modules/organisations'
import { addDays } from '#platform/clock'
import type { Transaction } from '#platform/database'
import { type Actor, countWork, type Job, type JobContext } from '#platform/http'
import { writeDigest } from './digest.ts'
import { digestDay } from './digest-day.ts'
import { daysKept, digestHours, forgetMessagesBefore, keepMessage, settleDay, unsettledPeople } from './digest-store.ts'
import { settingsFrom } from './settings-from.ts'

/** Writes the digests of the day once its hour has come, wherever and whenever a server runs. */
export const writeDigestsJob: Job = {
  name: 'notices.write-digests',
  everySeconds: 300,
  run: async context => {
    await writeDigests(context)
    await forgetOld(context)
  },
}

/**
 * Writes to each person for whom something waits today, under that person's own authority and once, whoever else does the same
 * at the same moment. One person's fault holds up nobody else. Whoever has none yet when the server stops gets it from the next.
 *
 * @returns how many messages were written.
 */
export async function writeDigests(context: JobContext): Promise<number> {
  const present = context.present()
  const { day, people } = await actAsSystem(context, async tx => {
    const due = digestDay(present, await digestHours(tx))
    return { day: due, people: due === undefined ? [] : await unsettledPeople(tx, due) }
  })
  if (day === undefined || people.length === 0) return 0
  const faults: unknown[] = []
  let written = 0
  for (const personId of people) {
    if (context.stopping.aborted) break
    try {
      if (await writeTo(context, personId, day)) written += 1
    } catch (fault) {
      faults.push(fault)
    }
  }
  if (written > 0) await actAsSystem(context, (tx, actor) => writeTrace(tx, actor, { day, messages: written }))
  if (faults.length > 0) throw new Error(`${faults.length} digests could not be written`, { cause: faults[0] })
  return written
}

async function writeTo({ database, house, present, settings }: JobContext, personId: number, day: string) {
  const { address, smtpUrl } = settingsFrom(settings)
  return database.transaction().execute(async tx => {
    const actor = await stateActor(tx, personId, 'read')
    if (actor === undefined || !(await settleDay(tx, personId, day))) return false
    const writtenAt = present()
    const work = await countWork({ tx, actor, present: writtenAt }, { work: house.work, accountLinks: [] })
    if (work.total === 0) return false
    // The invented people of the sample have no mailbox anywhere.
    const byMail = smtpUrl !== undefined && !actor.sample
    await keepMessage(tx, { personId, day, writtenAt, byMail, ...writeDigest(work, address) })
    return true
  })
}

async function forgetOld(context: JobContext): Promise<void> {
  await actAsSystem(context, async tx => {
    const today = context.present().toISOString().slice(0, 10)
    await forgetMessagesBefore(tx, new Date(`${addDays(today, -(await daysKept(tx)))}T00:00:00Z`))
  })
}

async function writeTrace(tx: Transaction, actor: Actor, details: Readonly<Record<string, unknown>>): Promise<void> {
  await writeAudit(tx, { requestId: randomUUID(), actor, event: 'digests.written', outcome: 'done', details })
}
