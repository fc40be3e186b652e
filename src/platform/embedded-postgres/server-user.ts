import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { done, refuse, type Outcome } from './outcome.ts'

/** The account that the database server runs as when we ourselves are root, which PostgreSQL refuses to be. */
export interface ServerUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/**
 * Chooses who runs the server: ourselves (undefined), or, when we are root, the owner of a cluster that is there already,
 * else `postgres`, else `nobody`. No account is ever made.
 */
export function chooseServerUser(clusterFolder: string): Outcome<ServerUser | undefined> {
  const own = process.getuid?.()
  if (own === undefined) return done(undefined)
  const owner = statSync(clusterFolder, { throwIfNoEntry: false })
  const accounts = readAccounts()
  if (own !== 0) {
    if (owner === undefined || owner.uid === own) return done(undefined)
    const name = accounts.find(account => account.uid === owner.uid)?.name ?? String(owner.uid)
    return refuse(`The database in ${clusterFolder} belongs to the user ${name}. Run this as ${name} or as root.`)
  }
  if (owner !== undefined && owner.uid !== 0) {
    const known = accounts.find(account => account.uid === owner.uid)
    return done(known ?? { name: String(owner.uid), uid: owner.uid, gid: owner.gid })
  }
  const user = ['postgres', 'nobody'].flatMap(name => accounts.filter(account => account.name === name))[0]
  if (user !== undefined) return done(user)
  return refuse(
    'The database server may not run as root, and there is no user postgres or nobody. Run this as another user.',
  )
}

/**
 * The outermost folder on the way to `folder` that the user may not enter, found by trying; nothing when the way is
 * open. Trying, not reading modes, because access lists and namespaces decide as well.
 */
export function closedFolder(user: ServerUser | undefined, folder: string): string | undefined {
  if (user === undefined || mayEnter(user, folder)) return undefined
  const way = [folder]
  while (dirname(way[0] ?? '/') !== way[0]) way.unshift(dirname(way[0] ?? '/'))
  return way.find(step => !mayEnter(user, step))
}

/** Says whether the user can run the program: enter its folder, read its libraries, link. */
export function canRun(user: ServerUser, program: string): boolean {
  return (
    spawnSync(program, ['--version'], { uid: user.uid, gid: user.gid, cwd: '/', env: {}, stdio: 'ignore' }).status === 0
  )
}

/** Says whether we may act for the user at all; root in a confined container may not. */
export function canBecome(user: ServerUser): boolean {
  return mayEnter(user, '/')
}

function mayEnter(user: ServerUser, folder: string): boolean {
  const script = 'cd -- "$1"'
  const { status } = spawnSync('/bin/sh', ['-c', script, 'sh', folder], {
    uid: user.uid,
    gid: user.gid,
    cwd: '/',
    stdio: 'ignore',
  })
  return status === 0
}

function readAccounts(): readonly ServerUser[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(line => line.split(':'))
    .filter(parts => parts.length >= 4)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(account => account.uid > 0)
}
