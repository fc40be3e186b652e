import { z } from 'zod'
import { anySignedIn, json, notFound, page, redirect, refused, route, type Visit } from '#platform/http'
import { Button, type Content, DataTable, Form, formatInstant, PageHeading, Text } from '#ui'
import { readFields } from './draft-fields.ts'
import { discardDraft, type Draft, draftHref, listDrafts, readDraft, saveDraft } from './draft-store.ts'

const one = { params: z.object({ id: z.string() }), area: 'page', permission: anySignedIn, whilePast: true } as const

const listPage = route({
  method: 'GET',
  path: '/drafts',
  area: 'page',
  permission: anySignedIn,
  event: 'drafts.listed',
  summary: 'What you began and did not record yet',
  handle: async visit => {
    const drafts = await listDrafts(visit.tx)
    return page({
      title: 'Drafts',
      body: <DraftsBody visit={visit} drafts={drafts} />,
      details: { drafts: drafts.length },
    })
  },
})

const save = route({
  ...one,
  method: 'POST',
  path: '/drafts/:id',
  event: 'draft.saved',
  summary: 'Keep what was typed into a form so far',
  body: z.unknown(),
  handle: async (visit, { params, body }) => {
    const savedAt = await saveDraft(visit.tx, params.id, readFields(body))
    if (savedAt !== undefined) return json({ savedAt: savedAt.toISOString() })
    const draft = await readDraft(visit.tx, params.id)
    return draft === undefined
      ? notFound()
      : refused({
          status: 409,
          title: 'The draft was not saved',
          says: 'It was recorded already, or it is too long to keep.',
        })
  },
})

const discard = route({
  ...one,
  method: 'POST',
  path: '/drafts/:id/discard',
  event: 'draft.discarded',
  summary: 'Throw a draft away',
  body: z.unknown(),
  handle: async (visit, { params }) => {
    await discardDraft(visit.tx, params.id)
    visit.memory.set('done', 'Draft discarded')
    return redirect('/drafts')
  },
})

export const draftRoutes = [listPage, save, discard]

function DraftsBody({ visit, drafts }: { readonly visit: Visit; readonly drafts: readonly Draft[] }): Content {
  return (
    <>
      <PageHeading title="Drafts" />
      <p class="govuk-body">Only you see these. A draft is kept for 90 days after it was last saved.</p>
      <DataTable
        caption="Your drafts"
        hideCaption
        columns={[
          { key: 'title', label: 'What it is', wide: true },
          { key: 'saved', label: 'Last saved' },
          { key: 'discard', label: 'Throw away' },
        ]}
        rows={drafts.map(draft => ({
          title: <DraftLink draft={draft} />,
          saved: draft.savedAt === undefined ? '' : formatInstant(draft.savedAt),
          discard: <Discard visit={visit} draft={draft} />,
        }))}
        emptyText="You have no drafts. What you type into a form is kept here until it is recorded."
      />
    </>
  )
}

function DraftLink({ draft }: { readonly draft: Draft }): Content {
  return (
    <a class="govuk-link" href={draftHref(draft)}>
      <Text value={draft.title} />
    </a>
  )
}

function Discard({ visit, draft }: { readonly visit: Visit; readonly draft: Draft }): Content {
  return (
    <Form action={`/drafts/${draft.id}/discard`} csrfToken={visit.csrfToken}>
      <Button text="Discard" hiddenText={draft.title} kind="secondary" small />
    </Form>
  )
}
