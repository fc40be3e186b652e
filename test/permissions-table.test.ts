import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { partsWith } from '#modules/organisations'
import { collect } from '#platform/http'
import { modules } from '../src/app.ts'
import { permissionsTable } from './permissions-table.ts'

const { routes } = collect(modules)

it('docs/permissions.md says what the routes and parts say (if not: npm run permissions)', async () => {
  const written = await readFile(join(import.meta.dirname, '../docs/permissions.md'), 'utf8')
  expect(written).toBe(permissionsTable(routes, partsWith))
})

it('a route that asks for another permission would be noticed', () => {
  const [first, ...rest] = routes
  if (first === undefined) throw new Error('There are no routes.')
  const changed = [{ ...first, permission: 'another.permission' }, ...rest]
  expect(permissionsTable(changed, partsWith)).not.toBe(permissionsTable(routes, partsWith))
  expect(permissionsTable(routes, { ...partsWith, 'record.read': ['oversight'] })).not.toBe(
    permissionsTable(routes, partsWith),
  )
})
