import { resolve } from 'node:path'
import { z } from 'zod'

/** What the environment decides. Every setting has a safe local default, and none of those holds in production. */
export interface Settings {
  readonly production: boolean
  readonly host: string
  readonly port: number
  /** Where people reach the server, without a slash at its end: links that the command line prints begin so. */
  readonly address: string
  /** Someone else's PostgreSQL, as the owner of the tables; undefined for the embedded one. */
  readonly databaseUrl: string | undefined
  /** The same database as the program's lesser role, when its password is not derived from the owner's. */
  readonly databaseAppUrl: string | undefined
  /** A streaming replica of it, for what is only read. */
  readonly replicaUrl: string | undefined
  /** Seconds that the replica may be behind. */
  readonly replicaMostBehind: number
  readonly dataFolder: string
  readonly sample: 'north-west' | 'none'
  readonly samplePassword: string
  readonly sessionSecret: string | undefined
  readonly trustedProxies: readonly string[] | undefined
  /** Where the audit's head is written, outside the database. */
  readonly auditHeadFile: string
  /** Requests a minute that one token may send to one server, those that read and those that change apart. */
  readonly apiLimits: { readonly readsAMinute: number; readonly writesAMinute: number }
  /** The mail server that messages are handed to; without one they stay in the product. */
  readonly smtpUrl: string | undefined
  /** The address that mail comes from. */
  readonly mailFrom: string
}

const text = z.string().trim().min(1).optional().catch(undefined)

function isMailServer(address: string | undefined): boolean {
  if (address === undefined) return true
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  return (protocol === 'smtp:' || protocol === 'smtps:') && hostname !== ''
}

function isPostgres(address: string | undefined): boolean {
  if (address === undefined) return true
  if (!URL.canParse(address)) return false
  const { protocol, hostname, pathname } = new URL(address)
  return /^postgres(ql)?:$/.test(protocol) && hostname !== '' && pathname.length > 1
}

function isEmailAddress(address: string | undefined): boolean {
  return address === undefined || z.email().safeParse(address).success || /^[\w.-]+@localhost$/.test(address)
}

const requestsAMinute = (name: string, otherwise: number) =>
  z.coerce
    .number(`${name} must be a number`)
    .int(`${name} must be a whole number`)
    .min(1, `${name} must be 1 or more`)
    .default(otherwise)

const environment = z.object({
  NODE_ENV: text,
  HOST: text,
  PORT: z.coerce.number('PORT must be a number').int('PORT must be a whole number').min(0).max(65_535).default(3000),
  FOURFOLD_ADDRESS: text,
  DATABASE_URL: text,
  DATABASE_APP_URL: text,
  DATABASE_REPLICA_URL: text.refine(
    isPostgres,
    'DATABASE_REPLICA_URL must be an address such as postgres://replica.example/fourfold',
  ),
  FOURFOLD_REPLICA_MOST_BEHIND: z.coerce
    .number('FOURFOLD_REPLICA_MOST_BEHIND must be a number of seconds')
    .min(5, 'FOURFOLD_REPLICA_MOST_BEHIND must be 5 seconds or more: the primary tells its time every 2')
    .max(60, 'FOURFOLD_REPLICA_MOST_BEHIND must be 60 seconds or less')
    .default(10),
  FOURFOLD_DATA: text,
  FOURFOLD_SAMPLE: z.enum(['none', 'north-west'], 'FOURFOLD_SAMPLE must be none or north-west').optional(),
  FOURFOLD_PASSWORD: text,
  FOURFOLD_SESSION_SECRET: text,
  FOURFOLD_TRUSTED_PROXIES: text,
  FOURFOLD_AUDIT_HEAD: text,
  FOURFOLD_API_READS_A_MINUTE: requestsAMinute('FOURFOLD_API_READS_A_MINUTE', 600),
  FOURFOLD_API_WRITES_A_MINUTE: requestsAMinute('FOURFOLD_API_WRITES_A_MINUTE', 120),
  SMTP_URL: text.refine(isMailServer, 'SMTP_URL must be an address such as smtps://name:password@mail.example'),
  FOURFOLD_MAIL_FROM: text.refine(isEmailAddress, 'FOURFOLD_MAIL_FROM must be an email address'),
})

/** Reads the settings, or says in one line each what is wrong and what to do. */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
): { readonly settings: Settings } | { readonly problems: readonly string[] } {
  const read = environment.safeParse(env)
  if (!read.success) return { problems: read.error.issues.map(issue => issue.message) }
  const settings = settingsFrom(read.data)
  const problems = [...replicaProblems(settings), ...(settings.production ? productionProblems(settings) : [])]
  return problems.length > 0 ? { problems } : { settings }
}

function settingsFrom(env: z.infer<typeof environment>): Settings {
  const production = env.NODE_ENV === 'production'
  const host = env.HOST ?? '127.0.0.1'
  const dataFolder = resolve(env.FOURFOLD_DATA ?? 'data')
  const address = (env.FOURFOLD_ADDRESS ?? `http://localhost:${env.PORT}`).replace(/\/+$/, '')
  return {
    production,
    host,
    port: env.PORT,
    address,
    databaseUrl: env.DATABASE_URL,
    databaseAppUrl: env.DATABASE_APP_URL,
    replicaUrl: env.DATABASE_REPLICA_URL,
    replicaMostBehind: env.FOURFOLD_REPLICA_MOST_BEHIND,
    dataFolder,
    sample: env.FOURFOLD_SAMPLE ?? (env.DATABASE_URL === undefined && !production ? 'north-west' : 'none'),
    samplePassword: env.FOURFOLD_PASSWORD ?? 'fourfold-sample',
    sessionSecret: env.FOURFOLD_SESSION_SECRET,
    trustedProxies: env.FOURFOLD_TRUSTED_PROXIES?.split(',').map(proxy => proxy.trim()),
    apiLimits: { readsAMinute: env.FOURFOLD_API_READS_A_MINUTE, writesAMinute: env.FOURFOLD_API_WRITES_A_MINUTE },
    auditHeadFile: resolve(env.FOURFOLD_AUDIT_HEAD ?? `${dataFolder}/audit-head.json`),
    smtpUrl: env.SMTP_URL,
    mailFrom: env.FOURFOLD_MAIL_FROM ?? `fourfold@${URL.canParse(address) ? new URL(address).hostname : 'localhost'}`,
  }
}

function replicaProblems({ replicaUrl, databaseUrl }: Settings): readonly string[] {
  if (replicaUrl === undefined || databaseUrl !== undefined) return []
  return ['DATABASE_REPLICA_URL needs DATABASE_URL, the server that it is a replica of: the embedded one has none.']
}

function productionProblems(settings: Settings): readonly string[] {
  return [
    ...(settings.sample === 'none'
      ? []
      : ['In production no sample is loaded: leave FOURFOLD_SAMPLE out or set it to none.']),
    ...((settings.sessionSecret?.length ?? 0) >= 32
      ? []
      : ['In production FOURFOLD_SESSION_SECRET must be set, to at least 32 random characters.']),
    ...(settings.address.startsWith('https://')
      ? []
      : ['In production FOURFOLD_ADDRESS must be the https:// address that people use.']),
  ]
}
