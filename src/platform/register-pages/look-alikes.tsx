import { type Answer, json, route, type Route, type Visit } from '#platform/http'
import { z } from 'zod'
import { type Content, NotificationBanner, shownText, Text } from '#ui'
import type { LookAlike, RegisterPages } from './register-pages.ts'
import { withheldValue } from './reason-first.tsx'
import { partAddress } from './write-view.ts'

const mostCharacters = 200

/** What scripts ask as soon as the question was answered; without them it is asked when the form is sent. */
export function lookAlikesRoute(pages: RegisterPages): Route {
  const { record, writes } = pages
  return route({
    method: 'GET',
    path: `/${record.register}/new/look-alikes`,
    area: 'page',
    permission: writes?.permission ?? 'record.write',
    event: `${record.register}.look-alikes-listed`,
    summary: `Which ${record.plural} are called the same or nearly`,
    query: z.looseObject({ text: z.string().catch(''), except: z.string().optional().catch(undefined) }),
    handle: async (visit, { query }) => lookAlikesJson(pages, visit, query.text, query.except),
  })
}

/** Records that this may be, and that were not pointed out yet. */
export async function unseenLookAlikes(
  pages: RegisterPages,
  visit: Visit,
  asked: { readonly answer: string; readonly except?: string; readonly seen: readonly string[] },
): Promise<readonly LookAlike[]> {
  const found = await findLookAlikes(pages, visit, asked.answer, asked.except)
  return found.every(one => asked.seen.includes(one.reference)) ? [] : found
}

/** Says which records this may be, above the form, with the way to each. */
export function LookAlikesNotice({
  pages,
  found,
}: {
  readonly pages: RegisterPages
  readonly found: readonly LookAlike[]
}): Content {
  return (
    <NotificationBanner kind="important">
      <p class="govuk-notification-banner__heading">{wordsFor(pages, found.length)}</p>
      <ul class="govuk-list govuk-list--bullet">
        {found.map(one => (
          <li>
            <a class="govuk-notification-banner__link" href={partAddress(pages, one.reference)}>
              {one.title === undefined ? one.reference : <Text value={one.title} />}
            </a>{' '}
            {one.title === undefined ? withheldValue : `${one.reference}, ${one.says}`}
          </li>
        ))}
      </ul>
      <p class="govuk-body">If it is one of these, change that one instead. If it is not, record it anyway.</p>
    </NotificationBanner>
  )
}

async function lookAlikesJson(pages: RegisterPages, visit: Visit, text: string, except?: string): Promise<Answer> {
  const found = await findLookAlikes(pages, visit, text, except)
  const items = found.map(({ reference, title, says }) => ({
    reference,
    href: partAddress(pages, reference),
    title: title === undefined ? reference : shownText(title),
    says: title === undefined ? 'Open it to give a reason first' : `${reference}, ${says}`,
  }))
  return json(
    { says: found.length === 0 ? '' : wordsFor(pages, found.length), items },
    { shown: { register: pages.record.register, references: found.map(one => one.reference) } },
  )
}

async function findLookAlikes(
  { lookAlikes }: RegisterPages,
  visit: Visit,
  answer: string,
  except: string | undefined,
): Promise<readonly LookAlike[]> {
  const asked = answer.replaceAll('\u0000', '').trim()
  if (lookAlikes === undefined || asked === '' || asked.length > mostCharacters * 2) return []
  return lookAlikes.find(visit, asked, except)
}

function wordsFor({ record }: RegisterPages, count: number): string {
  return count === 1
    ? `A ${record.noun} you can see has the same name, or nearly`
    : `${count} ${record.plural} you can see have the same name, or nearly`
}
