import { readSettings } from '#platform/config'
import type { Transaction } from '#platform/database'
import type { Command, CommandContext } from '#platform/http'
import { asSystem } from '../as-system.ts'
import { readWords } from '../command-words.ts'
import { listOrganisations, organisationIndex } from '../organisation-store.ts'
import { parts } from '../parts.ts'
import { asEmail } from '../person-store.ts'
import { linkPath } from '../sign-in/sign-in-link-store.ts'
import { addPerson, type AddedPerson } from './add-person.ts'

const usage =
  'person add EMAIL --organisation NAME --part PART [--part PART …] [--name NAME]    prints a one-time sign-in link'

/** Adds a person; the first administrator comes this way. The link alone goes to standard output. */
export const personAddCommand: Command = {
  verb: 'person add',
  usage,
  run: async (context, words) => {
    const read = readWords(words, options, 1)
    if ('problem' in read) return refuse(context, [read.problem ?? '', `Usage: fourfold ${usage}`])
    const [email = ''] = read.plain
    const added = await add(context, { email, ...read.values })
    if ('lines' in added) return refuse(context, added.lines)
    if ('errors' in added)
      return refuse(
        context,
        added.errors.map(error => error.text),
      )
    context.say(`Added ${asEmail(email)}. This link works once, for 24 hours:`)
    context.out.write(`${linkAddress(context, added.linkToken)}\n`)
    return 0
  },
}

const options = {
  organisation: { type: 'string' },
  part: { type: 'string', multiple: true },
  name: { type: 'string' },
} as const

interface Asked {
  readonly email: string
  readonly organisation?: string | undefined
  readonly part?: readonly string[] | undefined
  readonly name?: string | undefined
}

type Added = AddedPerson | { readonly lines: readonly string[] }

async function add(context: CommandContext, asked: Asked): Promise<Added> {
  const { email, organisation: organisationName, part = [], name } = asked
  if (organisationName === undefined) return { lines: ['Say of which organisation, with --organisation NAME.'] }
  if (part.length === 0) return { lines: [`Say which part, with --part PART: ${parts.join(', ')}.`] }
  return asSystem<Added>(context, async (tx, actor) => {
    const organisation = (await organisationIndex(tx)).find(organisationName)
    if (organisation === undefined) return { result: { lines: await unknownOrganisation(tx, organisationName) } }
    const given = [...new Set(part)]
    const result = await addPerson(tx, {
      email,
      name: name ?? asEmail(email),
      organisation,
      parts: given,
      addedBy: actor.personId,
      present: context.present(),
    })
    if ('errors' in result) return { result }
    const audited = { event: 'person.added', shown: [`people:${result.personId}`], details: { parts: given } }
    return { result, audited }
  })
}

async function unknownOrganisation(tx: Transaction, name: string): Promise<readonly string[]> {
  const names = (await listOrganisations(tx)).map(organisation => organisation.name)
  return [`There is no organisation ${JSON.stringify(name)}. These there are:`, ...names.map(each => `  ${each}`)]
}

/** The whole address of a one-time link, as people reach this server. */
export function linkAddress(context: Pick<CommandContext, 'settings'>, token: string): string {
  const read = readSettings(context.settings)
  const address = 'settings' in read ? read.settings.address : ''
  return `${address}${linkPath(token)}`
}

/** Not done: says why, a line each. */
export function refuse(context: Pick<CommandContext, 'say'>, lines: readonly string[]): 2 {
  for (const line of lines) context.say(line)
  return 2
}
