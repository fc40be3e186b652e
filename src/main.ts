import { readFileSync } from 'node:fs'
import { readSettings, type Settings } from '#platform/config'
import { analyze } from '#platform/database'
import { buildServer } from '#platform/http'
import { startJobs } from '#platform/jobs'
import { joinReplica, replicaUrlFor } from '#platform/replica'
import { samplePeople } from '#modules/organisations'
import { loadSample } from '#modules/exchange'
import { portsFor } from './app.ts'
import { type OpenHouse, openHouse } from './open-house.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const present = (): Date => new Date()

/** The server: opens the house, loads the sample where asked, listens, and ends cleanly when told to. */
async function main(): Promise<void> {
  const read = readSettings(process.env)
  if ('problems' in read) return end(read.problems)
  const { settings } = read
  const opened = await openHouse({ settings, purpose: 'serve', say })
  if ('problem' in opened) return end([opened.problem])
  const { open } = opened
  if (settings.sample === 'north-west') {
    const { database, house, ownerUrl } = open
    const loaded = await loadSample({ database, house, present, password: settings.samplePassword, say })
    if (loaded) await analyze(ownerUrl)
  }
  await serve(open, settings)
}

async function serve(open: OpenHouse, settings: Settings): Promise<void> {
  const joined = await joinGiven(open, settings)
  if (joined !== undefined && 'problem' in joined) {
    await open.close()
    return end([joined.problem])
  }
  const jobContext = { database: open.database, house: open.house, present, say: logLine, settings: process.env }
  const jobs = await startJobs({ appUrl: open.appUrl, jobs: open.house.jobs, context: jobContext })
  const server = await buildServer({
    database: open.database,
    replica: joined?.replica,
    house: open.house,
    ports: portsFor(open.database, settings),
    present,
    version: version(),
    address: settings.address,
    secure: settings.address.startsWith('https://'),
    trustedProxies: settings.trustedProxies,
    limits: settings.apiLimits,
    sessionSecret: open.sessionSecret,
    logFault: (fault, about) => logLine(JSON.stringify({ level: 'error', ...about, fault: describeFault(fault) })),
  })
  const close = async (): Promise<void> => {
    await server.close()
    await Promise.all([jobs.stop(), joined?.close()])
    await open.close()
  }
  endOnSignal(close)
  try {
    await server.listen({ host: settings.host, port: settings.port })
  } catch (fault) {
    await close()
    return end([
      `${settings.host}:${settings.port} can't be listened on: ${describeFault(fault)}. Set PORT to another number.`,
    ])
  }
  greet(settings)
}

/** Joins the replica, where one is given. */
async function joinGiven(open: OpenHouse, { replicaUrl, replicaMostBehind }: Settings) {
  if (replicaUrl === undefined) return undefined
  const url = replicaUrlFor(replicaUrl, open.appUrl)
  return joinReplica({ url, primaryUrl: open.appUrl, mostBehind: replicaMostBehind * 1000, say: logLine })
}

/** The first signal lets the requests in hand finish; whoever sends a second one has waited long enough. */
function endOnSignal(close: () => Promise<void>): void {
  let ending = false
  const onSignal = (): void => {
    if (ending) process.exit(1)
    ending = true
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
}

function greet(settings: Settings): void {
  say(`Fourfold is at ${settings.address}`)
  if (settings.sample !== 'north-west') return
  say(`Sign in as one of these, with the password ${settings.samplePassword}:`)
  const width = Math.max(...samplePeople.map(person => person.email.length))
  for (const person of samplePeople)
    say(`  ${person.email.padEnd(width)}  ${person.organisation}: ${person.parts.join(', ')}`)
}

function logLine(line: string): void {
  process.stderr.write(`${line}\n`)
}

function describeFault(fault: unknown): string {
  return fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault)
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

function end(problems: readonly string[]): void {
  for (const problem of problems) logLine(problem)
  process.exitCode = 2
}

await main()
