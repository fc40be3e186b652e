import { page, redirect, type Register, type Route, route, type Visit } from '#platform/http'
import { listMarking, recordAddress, withheldHandlings, withheldValue } from '#platform/register-pages'
import { type Content, DataTable, PageHeading, shownText } from '#ui'
import { z } from 'zod'
import { type Found, foundAt, foundLike } from './search-store.ts'

/** From one register, at most this many. */
const mostFound = 20

interface FoundIn {
  readonly register: Register
  readonly found: readonly Found[]
}

/** The box at the top of every page: straight to the record whose reference it is, else what comes near. */
export const searchRoutes: readonly Route[] = [
  route({
    method: 'GET',
    fromReplica: true,
    path: '/search',
    area: 'page',
    permission: 'record.read',
    event: 'records.searched',
    summary: 'Find a record by its reference, or by part of its name',
    query: z.looseObject({ reference: z.union([z.string(), z.array(z.string())]).default('') }),
    handle: async (visit, { query }) => {
      const text = [query.reference].flat()[0]?.replaceAll('\u0000', '').replaceAll(/\s+/g, ' ').trim() ?? ''
      if (text === '') return searchPage(text, [], visit)
      const [only, ...others] = withFound(await inRegisters(visit, register => exactly(visit, register, text)))
      if (only !== undefined && others.length === 0 && only.found.length === 1) return goTo(visit, only)
      const like = withFound(
        await inRegisters(visit, ({ record }) => foundLike(visit.tx, record, text, mostFound, { asAt: visit.asAt })),
      )
      const exact = like.flatMap(({ register, found }) =>
        found
          .filter(one => one.reference.toLowerCase() === text.toLowerCase())
          .map(one => ({ register, found: [one] })),
      )
      if (exact[0] !== undefined && exact.length === 1) return goTo(visit, exact[0])
      return searchPage(text, like, visit, like.length === 0 ? [] : await withheldHandlings(visit))
    },
  }),
]

async function inRegisters(
  visit: Visit,
  find: (register: Register) => Promise<readonly Found[]>,
): Promise<readonly FoundIn[]> {
  const all: FoundIn[] = []
  // One after the other: they share the transaction's one connection.
  for (const register of visit.house.registers.values()) all.push({ register, found: await find(register) })
  return all
}

function withFound(all: readonly FoundIn[]): readonly FoundIn[] {
  return all.filter(({ found }) => found.length > 0)
}

/** References are mostly typed in capitals and without spaces, whatever the person typed here. */
function exactly(visit: Visit, { record }: Register, text: string): Promise<readonly Found[]> {
  const closed = text.replaceAll(' ', '')
  const candidates = [...new Set([text, closed].flatMap(one => [one, one.toUpperCase()]))]
  return foundAt(visit.tx, record, candidates, { asAt: visit.asAt })
}

function goTo(visit: Visit, { register, found }: FoundIn) {
  const reference = found[0]?.reference ?? ''
  return redirect(recordAddress(register.href(reference), visit), {
    shown: { register: register.record.register, references: [reference] },
  })
}

function searchPage(text: string, all: readonly FoundIn[], visit: Visit, withheld: readonly string[] = []) {
  return page({
    title: text === '' ? 'Find a record' : `Search: ${shownText(text)}`,
    ...(all.length === 0 ? {} : { handling: listMarking }),
    body: (
      <>
        <PageHeading title={text === '' ? 'Find a record' : `Search: ${text}`} />
        {all.length === 0 ? (
          <NothingFound text={text} />
        ) : (
          all.map(one => <FoundTable visit={visit} withheld={withheld} {...one} />)
        )}
      </>
    ),
    shown: all.map(({ register, found }) => ({
      register: register.record.register,
      references: found.map(one => one.reference),
    })),
  })
}

function NothingFound({ text }: { readonly text: string }): Content {
  if (text === '')
    return <p class="govuk-body">Enter a reference, or part of a name, in the box at the top of the page.</p>
  return (
    <>
      <p class="govuk-body">No record that you may see has this reference, or a name with these words in it.</p>
      <ul class="govuk-list govuk-list--bullet">
        <li>Check the spelling, or enter the beginning of the reference alone.</li>
        <li>If the site is on a past day, the record may have come later.</li>
        <li>If someone told you of the record, ask them whether it is shared with your organisation.</li>
      </ul>
    </>
  )
}

interface FoundTableProps extends FoundIn {
  readonly visit: Visit
  /** Handlings that demand a reason before more than the reference is shown. */
  readonly withheld: readonly string[]
}

function FoundTable({ visit, register, found, withheld }: FoundTableProps): Content {
  const { plural } = register.record
  const isCut = found.length === mostFound
  return (
    <DataTable
      caption={`${plural.replace(/^./, first => first.toUpperCase())}${isCut ? `, the first ${mostFound}` : ''}`}
      columns={[
        { key: 'reference', label: 'Reference', keepTogether: true },
        { key: 'title', label: register.record.fields[register.record.titleField]?.label ?? 'Name' },
      ]}
      rows={found.map(({ reference, title, handling }) => ({
        reference: (
          <a class="govuk-link" href={recordAddress(register.href(reference), visit)}>
            {reference}
          </a>
        ),
        title: withheld.includes(handling) ? withheldValue : title,
      }))}
    />
  )
}
