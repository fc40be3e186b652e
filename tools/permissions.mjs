// Writes docs/permissions.md, who may what, from the routes and parts of the built program.
import { writeFileSync } from 'node:fs'
import { collect } from '#platform/http'
import { partsWith } from '#modules/organisations'
import { modules } from '../dist/app.js'
import { permissionsTable } from '../test/permissions-table.ts'

const { routes } = collect(modules)
writeFileSync(new URL('../docs/permissions.md', import.meta.url), permissionsTable(routes, partsWith))
