import { actAsSystem } from '#modules/organisations'
import type { Job, JobContext } from '#platform/http'
import { type Mail, mailServer, type MailServer, type Patience } from './mail-server.ts'
import { giveUpOld, noteProblem, noteSent, takeNext } from './outbox-store.ts'
import { settingsFrom } from './settings-from.ts'

/** Hands what is due in the outbox to the mail server, if one is named. */
export const deliverMailJob: Job = {
  name: 'notices.deliver-mail',
  everySeconds: 30,
  run: async context => {
    await deliverMail(context)
  },
}

/**
 * Delivers at least once: what a server took just before ours was killed is handed to it again, under the same Message-ID. Ends
 * early when no server can be spoken to. No transaction is open while one speaks to it.
 *
 * @returns how many messages were sent.
 */
export async function deliverMail(context: JobContext, patience?: Patience): Promise<number> {
  await actAsSystem(context, tx => giveUpOld(tx, context.present()))
  const { smtpUrl, mailFrom } = settingsFrom(context.settings)
  if (smtpUrl === undefined) return 0
  const server = mailServer(smtpUrl, mailFrom, patience)
  try {
    return await deliverAll(context, server)
  } finally {
    server.close()
  }
}

async function deliverAll(context: JobContext, server: MailServer): Promise<number> {
  let sent = 0
  while (!context.stopping.aborted) {
    const mail = await actAsSystem(context, tx => takeNext(tx, context.present()))
    if (mail === undefined) return sent
    const outcome = await deliverOne(context, server, mail)
    if (outcome === 'no server') return sent
    if (outcome === 'sent') sent += 1
  }
  return sent
}

async function deliverOne(context: JobContext, server: MailServer, mail: Mail) {
  const outcome = await server.send(mail)
  await actAsSystem(context, async tx => {
    const present = context.present()
    if (outcome.kind === 'sent') return noteSent(tx, mail.id, present)
    return noteProblem(tx, mail.id, { problem: outcome.problem, forGood: outcome.kind === 'refused', present })
  })
  return outcome.kind
}
