import { z } from 'zod'
import { oneValue } from '#platform/forms'
import { page, route, type Visit } from '#platform/http'
import { marking } from '#platform/register-pages'
import { Button, type Content, formatCount, PageHeading, Text, TextInput } from '#ui'
import { asEmail } from '../person-store.ts'
import { countStatesSeen, groundsIn, organisationToday, standingOf } from './access-store.ts'
import { type AskedRecord, askedRecord, noSuchRecord, recordParams, shownOf } from './asked-record.ts'
import { explainAccess } from './explain-access.ts'

/** Why a person can see a record, or can't: read where access is decided. */
export const whyPage = route({
  method: 'GET',
  path: '/why/:register/:reference',
  area: 'page',
  permission: 'audit.read',
  event: 'access.explained',
  summary: 'Why a person can, or can’t, see a record',
  params: recordParams,
  query: z.object({ person: oneValue }),
  handle: async (visit, { params, query }) => {
    const asked = await askedRecord(visit, params)
    if (asked === undefined) return noSuchRecord(params)
    const email = asEmail(query.person)
    const found = email === '' ? undefined : await explain(visit, asked, email)
    const problem = email !== '' && found === undefined ? 'Nobody has this email address. Check it' : undefined
    return page({
      title: `Why can this person see ${params.reference}?`,
      status: problem === undefined ? 200 : 400,
      ...(problem === undefined ? {} : { errors: [{ field: 'person', text: problem }] }),
      backHref: asked.register.href(params.reference),
      handling: marking(asked.holding.handling),
      shown: shownOf(asked),
      details: { personId: found?.personId },
      body: (
        <>
          <PageHeading caption={params.reference} title="Why can this person see it?" />
          <form action={visit.path} method="get" novalidate>
            <TextInput
              name="person"
              label="Email address of the person"
              type="email"
              spellcheck={false}
              width="one-half"
              value={query.person}
              error={problem}
            />
            <Button text="Find out" kind="secondary" />
          </form>
          {found === undefined ? null : <Explanation sentences={found.sentences} />}
        </>
      ),
    })
  },
})

async function explain(
  visit: Visit,
  { register, holding, state }: AskedRecord,
  email: string,
): Promise<{ readonly personId: number; readonly sentences: readonly string[] } | undefined> {
  const person = await standingOf(visit.tx, email)
  if (person === undefined) return undefined
  const grounds = await groundsIn(visit.tx, person.personId, holding.audienceId)
  const owner = await organisationToday(visit.tx, holding.ownerId)
  const sentences = explainAccess({ person, holding, owner, grounds })
  if (grounds.length === 0) return { personId: person.personId, sentences }
  const { total, seen } = await countStatesSeen(visit.tx, register.record, state.reference, person.personId)
  return { personId: person.personId, sentences: [...sentences, historyInWords(total, seen)] }
}

function historyInWords(total: number, seen: number): string {
  if (seen === total)
    return `That goes for its whole history, of ${formatCount(total)} ${total === 1 ? 'state' : 'states'}.`
  return `Of the ${formatCount(total)} states of its history, that goes for ${formatCount(seen)}: it was shared from then on.`
}

function Explanation({ sentences }: { readonly sentences: readonly string[] }): Content {
  return (
    <div role="status">
      <h2 class="govuk-heading-m">
        <Text value={sentences[0] ?? ''} />
      </h2>
      {sentences.slice(1).map(sentence => (
        <p class="govuk-body">
          <Text value={sentence} />
        </p>
      ))}
    </div>
  )
}
