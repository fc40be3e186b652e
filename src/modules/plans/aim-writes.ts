import { fieldsOf } from '#platform/record'
import type { RegisterWrites } from '#platform/register-pages'
import { aim } from './aim.ts'
import { frozenPart } from './frozen-part.ts'
import { fourPs } from './four-ps.ts'

type Name = keyof typeof aim.fields

/** How aims of plans are recorded, by a form and by programs. */
export const aimWrites: RegisterWrites<Name> = {
  permission: 'record.write',
  fields: ['plan', 'p', 'text', 'measure', 'measuredBy', 'baseline', 'target', 'dueOn'],
  otherwise: () =>
    Object.fromEntries(
      fieldsOf(aim)
        .filter(([, field]) => field.optional)
        .map(([name]) => [name, null]),
    ),
  begins: {
    names: ['p'],
    values: async (_visit, { p }) => ({ values: fourPs.some(one => one === p) && p !== undefined ? { p } : {} }),
  },
  frozen: (visit, { plan }) => frozenPart(visit, plan),
}
