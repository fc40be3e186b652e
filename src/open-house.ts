import { createHmac } from 'node:crypto'
import type { Settings } from '#platform/config'
import { appUrlFor, assertLesserRole, type Database, migrate, openDatabase } from '#platform/database'
import { attachEmbeddedPostgres, startEmbeddedPostgres } from '#platform/embedded-postgres'
import { collect, type House } from '#platform/http'
import { prepareJobs } from '#platform/jobs'
import { modules } from './app.ts'

/** The house with its database open and at this version: what the server and the command line both begin with. */
export interface OpenHouse {
  readonly house: House
  readonly database: Database
  /** The role the program works as: owns nothing, bypasses nothing. */
  readonly appUrl: string
  /** The role that made the tables: for loading a sample, never for serving. */
  readonly ownerUrl: string
  readonly sessionSecret: string
  /** Migrations that were applied now. */
  readonly migrated: readonly string[]
  readonly close: () => Promise<void>
}

interface Opening {
  readonly settings: Settings
  /** 'serve' has the data folder to itself; 'attach' works beside a server, or starts the database for as long as it needs it. */
  readonly purpose: 'serve' | 'attach'
  readonly say: (line: string) => void
}

/**
 * Opens the house: starts or joins the database, brings it to this version, and connects as the lesser role.
 *
 * @returns the house, or in one line why not and what to do.
 */
export async function openHouse(
  opening: Opening,
): Promise<{ readonly open: OpenHouse } | { readonly problem: string }> {
  const started = await startDatabase(opening)
  if ('problem' in started) return started
  try {
    return { open: await openOn(started, opening) }
  } catch (fault) {
    await started.stop()
    return { problem: fault instanceof Error ? fault.message : String(fault) }
  }
}

interface StartedDatabase {
  readonly ownerUrl: string
  readonly stop: () => Promise<void>
}

async function startDatabase({
  settings,
  purpose,
  say,
}: Opening): Promise<StartedDatabase | { readonly problem: string }> {
  if (settings.databaseUrl !== undefined) return { ownerUrl: settings.databaseUrl, stop: async () => undefined }
  const start = purpose === 'serve' ? startEmbeddedPostgres : attachEmbeddedPostgres
  const started = await start({ dataFolder: settings.dataFolder, report: say })
  return started.ok ? started.value : { problem: started.problem }
}

async function openOn({ ownerUrl, stop }: StartedDatabase, { settings, say }: Opening): Promise<OpenHouse> {
  const house = collect(modules)
  const migrated = await migrate({ ownerUrl, report: name => say(`Bringing the database to this version: ${name}`) })
  await prepareJobs({ ownerUrl, names: house.jobs.map(job => job.name) })
  const appUrl = settings.databaseAppUrl ?? appUrlFor(ownerUrl)
  await assertLesserRole(appUrl)
  const database = openDatabase({ url: appUrl })
  return {
    house,
    database,
    appUrl,
    ownerUrl,
    sessionSecret: settings.sessionSecret ?? createHmac('sha256', ownerUrl).update('session').digest('hex'),
    migrated,
    close: async () => {
      await database.destroy()
      await stop()
    },
  }
}
