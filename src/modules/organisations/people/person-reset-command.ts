import type { Command } from '#platform/http'
import { asSystem } from '../as-system.ts'
import { readWords } from '../command-words.ts'
import { asEmail, readPersonByEmail } from '../person-store.ts'
import { type Reset, resetPerson } from './change-person.ts'
import { linkAddress, refuse } from './person-add-command.ts'

const usage = 'person reset EMAIL    takes the password away and prints a one-time sign-in link'

/** Resets a person: the way back in when no administrator can sign in. The link alone goes to standard output. */
export const personResetCommand: Command = {
  verb: 'person reset',
  usage,
  run: async (context, words) => {
    const read = readWords(words, {}, 1)
    if ('problem' in read) return refuse(context, [read.problem ?? '', `Usage: fourfold ${usage}`])
    const [email = ''] = read.plain
    const reset = await asSystem<Reset>(context, async (tx, actor) => {
      const person = await readPersonByEmail(tx, email)
      if (person === undefined)
        return { result: { problem: `There is no person with the email address ${asEmail(email)}.` } }
      const result = await resetPerson(tx, { person, by: actor.personId, present: context.present() })
      if ('problem' in result) return { result }
      return { result, audited: { event: 'person.reset', shown: [`people:${person.id}`] } }
    })
    if ('problem' in reset) return refuse(context, [reset.problem])
    context.say(`Reset ${asEmail(email)}. This link works once, for 24 hours:`)
    context.out.write(`${linkAddress(context, reset.linkToken)}\n`)
    return 0
  },
}
