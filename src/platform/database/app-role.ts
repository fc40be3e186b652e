import { createHmac } from 'node:crypto'
import pg from 'pg'

/** The role the program logs in as: owns nothing, bypasses nothing. Made by `migrate`. */
export const appRole = 'fourfold_app'

/**
 * The address by which the program itself connects, from the owner's address: the same server and database as the lesser
 * role. Its password is derived from the owner's, so that any number of servers agree on it and none is stored.
 */
export function appUrlFor(ownerUrl: string): string {
  const url = new URL(ownerUrl)
  url.username = appRole
  url.password = appPassword(ownerUrl)
  return url.toString()
}

/** The lesser role's password: an HMAC under the owner's password, hexadecimal. */
export function appPassword(ownerUrl: string): string {
  const ownerPassword = decodeURIComponent(new URL(ownerUrl).password)
  return createHmac('sha256', ownerPassword || 'no-password')
    .update(appRole)
    .digest('hex')
}

/**
 * Refuses to go on with a role that row-level security would not hold.
 *
 * @throws Error when the role of `url` is a superuser, bypasses row-level security, or owns a table of ours.
 */
export async function assertLesserRole(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ unsafe: boolean }>(
      `select rolsuper or rolbypassrls or exists (
         select from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where pg_has_role(c.relowner, 'usage') and n.nspname in ('threats', 'organisations', 'audit')
       ) as unsafe
       from pg_roles where rolname = current_user`,
    )
    if (rows[0]?.unsafe !== false) {
      throw new Error(
        'The program must not connect as a superuser or as the owner of its tables. See docs/guides/running.md.',
      )
    }
  } finally {
    await client.end()
  }
}
