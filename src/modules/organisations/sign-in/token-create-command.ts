import type { Command } from '#platform/http'
import { asSystem } from '../as-system.ts'
import { readWords } from '../command-words.ts'
import { asEmail, readPersonByEmail } from '../person-store.ts'
import { createToken, type TokenScope } from './token-store.ts'

const usage =
  'token create --as EMAIL [--name TEXT] [--days N] [--scope read|write]    prints a bearer token once: 90 days by default, at most 365'
const defaultDays = 90
const mostDays = 365
const dayMilliseconds = 24 * 60 * 60 * 1000

/** Makes a token with which a program speaks for a person. The token alone goes to standard output. */
export const tokenCreateCommand: Command = {
  verb: 'token create',
  usage,
  run: async (context, words) => {
    const asked = readAsked(words)
    if ('problem' in asked) {
      context.say(asked.problem)
      context.say(`Usage: fourfold ${usage}`)
      return 2
    }
    const { email, name, days, scope } = asked
    const expiresAt = new Date(context.present().getTime() + days * dayMilliseconds)
    const token = await asSystem(context, async tx => {
      const person = await readPersonByEmail(tx, email)
      if (person === undefined || person.disabledAt !== null) return { result: undefined }
      const result = await createToken(tx, { personId: person.id, name, expiresAt, scope })
      return { result, audited: { event: 'token.created', shown: [`people:${person.id}`], details: { days, scope } } }
    })
    if (token === undefined) {
      context.say(`There is no person with the email address ${asEmail(email)}, or they are disabled.`)
      return 2
    }
    context.say(`This token speaks for ${asEmail(email)} for ${days} days. It is shown only now:`)
    context.out.write(`${token}\n`)
    return 0
  },
}

const options = {
  as: { type: 'string' },
  name: { type: 'string' },
  days: { type: 'string' },
  scope: { type: 'string' },
} as const

const otherwise = { name: 'Made on the command line', days: String(defaultDays), scope: 'write' } as const

interface Asked {
  readonly email: string
  readonly name: string
  readonly days: number
  readonly scope: TokenScope
}

function readAsked(words: readonly string[]): Asked | { readonly problem: string } {
  const read = readWords(words, options, 0)
  if ('problem' in read) return { problem: read.problem ?? '' }
  const { as: email, name, days, scope } = { ...otherwise, ...read.values }
  if (email === undefined) return { problem: 'Say for whom it speaks, with --as EMAIL.' }
  if (name.trim() === '' || name.length > 200 || name.includes('\0')) {
    return { problem: '--name must have 1 to 200 characters.' }
  }
  if (scope !== 'read' && scope !== 'write') return { problem: '--scope must be read or write.' }
  const wanted = wholeDays(days)
  if (wanted === undefined) return { problem: `--days must be a whole number from 1 to ${mostDays}.` }
  return { email, name: name.trim(), days: wanted, scope }
}

function wholeDays(text: string): number | undefined {
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0
  return days >= 1 && days <= mostDays ? days : undefined
}
