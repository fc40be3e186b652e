import type { RecordState } from '#platform/record'
import type { ApiMembers } from '#platform/register-pages'
import { z } from 'zod'
import { fourPs } from './four-ps.ts'
import { actionStatuses } from './plan-action.ts'
import { actionsOf, aimsOf } from './plan-store.ts'

const text = z.string().nullable()
const day = z.string().describe('YYYY-MM-DD').nullable()

const aimNames = ['p', 'text', 'measure', 'measuredBy', 'baseline', 'target', 'dueOn'] as const
const actionNames = [
  'aim',
  'p',
  'text',
  'tactic',
  'person',
  'organisation',
  'dueOn',
  'status',
  'doneOn',
  'outcome',
] as const

/** A plan's aims and actions, in the plan as programs are told it. */
export const planMembers: ApiMembers = {
  schemas: {
    aims: z.array(
      z.object({
        reference: z.string(),
        etag: z.string().describe('Its version, for If-Match'),
        p: z.enum(fourPs),
        text: z.string(),
        measure: text,
        measuredBy: text,
        baseline: text,
        target: text,
        dueOn: day,
      }),
    ),
    actions: z.array(
      z.object({
        reference: z.string(),
        etag: z.string().describe('Its version, for If-Match'),
        aim: text,
        p: z.enum(fourPs),
        text: z.string(),
        tactic: text,
        person: text,
        organisation: text,
        dueOn: day,
        status: z.enum(actionStatuses),
        doneOn: day,
        outcome: text,
      }),
    ),
  },
  read: async (visit, { reference }) => {
    const aims = await aimsOf(visit.tx, reference, visit.asAt)
    const actions = await actionsOf(visit.tx, reference, visit.asAt)
    return {
      members: {
        aims: aims.map(one => memberOf(one, aimNames)),
        actions: actions.map(one => memberOf(one, actionNames)),
      },
      shown: [
        { register: 'plan-aims', references: aims.map(one => one.reference) },
        { register: 'plan-actions', references: actions.map(one => one.reference) },
      ],
    }
  },
}

function memberOf({ reference, version, values }: RecordState, names: readonly string[]) {
  return { reference, etag: `"${version}"`, ...Object.fromEntries(names.map(name => [name, values[name] ?? null])) }
}
