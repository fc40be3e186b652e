import { type Answer, json, type Visit } from '#platform/http'
import type { RecordState } from '#platform/record'
import { etagOf, recordJson } from './record-json.ts'
import { shownRecord } from './record-view.ts'
import type { RegisterPages } from './register-pages.ts'

/** One record as the API answers it: its fields, and the members that its module adds. */
export async function oneJson(
  { record, apiMembers }: RegisterPages,
  visit: Visit,
  state: RecordState,
  rest: Pick<Extract<Answer, { kind: 'json' }>, 'status' | 'headers' | 'details'> = {},
): Promise<Answer> {
  const more = await apiMembers?.read(visit, state)
  return json(
    { ...recordJson(state), ...more?.members },
    {
      ...rest,
      headers: { ...rest.headers, etag: etagOf(state) },
      shown: [shownRecord(record, state), ...(more?.shown ?? [])],
    },
  )
}
