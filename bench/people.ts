import { openBrowser } from '../test/over-http.ts'
import { runCommand } from '../test/running-server.ts'
import { ending } from './ending.ts'
import type { BenchServer } from './server.ts'

/** Someone who asks: as a program by a token, as a person by a session's cookies. */
export interface Asker {
  readonly email: string
  /** As headers of HTTP. */
  readonly token: Readonly<Record<string, string>>
  readonly session: Readonly<Record<string, string>>
}

/** Who is asked for. */
export interface Askers {
  /** Sees all of England and Wales but records for named people. */
  readonly national: Asker
  /** Of the largest force: sees what is its own, its region's and shared with all; records and changes. */
  readonly force: Asker
  /** Brings files for every organisation. */
  readonly administrator: Asker
}

/** So many of a force read at once, beside its one who records; and so many inspectors. */
const colleagues = { force: 11, national: 3 } as const

/** Several people with the same view as an asker: what a server keeps for one of them is kept for nobody else. */
export async function addColleagues(server: BenchServer, askers: Askers, force: string): Promise<Colleagues> {
  const more = async (name: keyof typeof colleagues, organisation: string, part: string) => {
    const added = [askers[name]]
    for (let place = 1; place <= colleagues[name]; place += 1) {
      added.push(await addAsker(server, `${name}-${place}@bench.example`, organisation, part))
    }
    return added
  }
  return {
    force: await more('force', force, 'analyst'),
    national: await more('national', 'HMICFRS', 'inspector'),
    recorder: await addAsker(server, 'recorder@bench.example', force, 'analyst'),
  }
}

/** Those who share an asker's view, the asker among them. */
export interface Colleagues {
  readonly force: readonly Asker[]
  readonly national: readonly Asker[]
  /** Of the same force: records, and reads nothing. */
  readonly recorder: Asker
}

const password = 'measured side by side in rounds'

/** Adds them by the command line, as an administrator would. */
export async function addAskers(server: BenchServer, force: string): Promise<Askers> {
  const add = (email: string, organisation: string, part: string) => addAsker(server, email, organisation, part)
  return {
    national: await add('national@bench.example', 'HMICFRS', 'inspector'),
    force: await add('force@bench.example', force, 'analyst'),
    administrator: await add('administrator@bench.example', 'Fourfold administration', 'administrator'),
  }
}

async function addAsker(server: BenchServer, email: string, organisation: string, part: string): Promise<Asker> {
  const link = await command(server, ['person', 'add', email, '--organisation', organisation, '--part', part])
  const token = await command(server, ['token', 'create', '--as', email])
  const browser = openBrowser(server.address)
  const signedIn = await browser.post(new URL(link).pathname, { password })
  if (signedIn.status !== 303) throw new Error(`${email} could not sign in: ${signedIn.status}`)
  return { email, token: { authorization: `Bearer ${token}` }, session: { cookie: browser.cookie() } }
}

async function command(server: BenchServer, words: readonly string[]): Promise<string> {
  const { status, out, said } = await runCommand(server.dataFolder, words, {
    settings: server.settings,
    signal: ending,
  })
  if (status !== 0) throw new Error(`fourfold ${words.join(' ')}: ${said}`)
  return out.trim()
}
