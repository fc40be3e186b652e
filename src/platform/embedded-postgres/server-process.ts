import type { ServerUser } from './server-user.ts'

/**
 * How every program of PostgreSQL is started: as its user, nothing of our environment (PG… variables would steer it),
 * messages in English, in a folder that any user may enter, and apart from our terminal, whose Ctrl-C is for us alone.
 */
export function serverProcess(user: ServerUser | undefined) {
  const account = user === undefined ? {} : { uid: user.uid, gid: user.gid }
  const system = process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] ?? '' } : {}
  return {
    ...account,
    cwd: '/',
    detached: true,
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC', ...system },
  }
}
