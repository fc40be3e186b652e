import type { Visit } from '#platform/http'
import type { RecordState } from '#platform/record'
import { Button, type Content } from '#ui'
import { aNoun } from './record-view.ts'
import type { RegisterPages } from './register-pages.ts'
import { mayChange, mayWrite, partAddress } from './write-view.ts'

/** What its owner's people can do with a record, on its page; nothing for everyone else, and on a past day. */
export async function recordActions(pages: RegisterPages, visit: Visit, state: RecordState): Promise<Content> {
  if (!(await mayChange(pages, visit, state))) return null
  const address = partAddress(pages, state.reference)
  if (state.inError !== undefined)
    return <Button text="Record it again" kind="secondary" href={`${address}/in-error`} />
  const [noChange, noError] = await frozenIn(pages, visit, state)
  return (
    <>
      {noChange ? null : <Button text="Change" href={`${address}/change`} />}
      {noError ? null : (
        <a class="govuk-link ff-action" href={`${address}/in-error`}>
          Recorded in error?
        </a>
      )}
    </>
  )
}

/** Whether it is not changed any more, and whether it can't be marked as recorded in error. */
async function frozenIn({ writes }: RegisterPages, visit: Visit, { values }: RecordState) {
  const change = await writes?.frozen?.(visit, values, 'change')
  const error = await writes?.frozen?.(visit, values, 'error')
  return [change !== undefined, error !== undefined] as const
}

/** The way to the form of a new record, for those who record in the register. */
export function recordNewAction(pages: RegisterPages, visit: Visit): Content {
  if (!mayWrite(pages, visit)) return null
  return <Button text={`Record ${aNoun(pages.record)}`} href={`/${pages.record.register}/new`} />
}
