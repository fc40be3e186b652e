import { anySignedIn, page, type PageAnswer, redirect, type Route, route, type Visit } from '#platform/http'
import { Button, type Content, DataTable, Form, formatInstant, PageHeading, Radios, Tag } from '#ui'
import { z } from 'zod'
import {
  digestWishes,
  digestWishOf,
  markRead,
  type MailState,
  type Message,
  messagesOf,
  setDigestWish,
} from '../message-store.ts'

const mostShown = 100
const common = { area: 'page', permission: anySignedIn, whilePast: true } as const

/** What Fourfold wrote to a person, and how often it may. */
export const messagesRoutes: readonly Route[] = [
  route({
    ...common,
    method: 'GET',
    path: '/messages',
    event: 'messages.listed',
    summary: 'Your messages, and how often you want one',
    handle: visit => messagesPage(visit),
  }),
  route({
    ...common,
    method: 'POST',
    path: '/messages/read',
    event: 'messages.read',
    summary: 'Mark your messages as read',
    handle: async visit => {
      await markRead(visit.tx, visit.actor.personId, visit.present)
      return redirect('/messages')
    },
  }),
  route({
    ...common,
    method: 'POST',
    path: '/messages/preference',
    event: 'messages.preference-changed',
    summary: 'Say how often you want a message about what waits for you',
    body: z.object({ digest: z.string().default('') }),
    handle: async (visit, { body }) => {
      const wish = digestWishes.find(one => one === body.digest)
      if (wish === undefined) return messagesPage(visit, 'Select how often you want a message')
      await setDigestWish(visit.tx, visit.actor.personId, wish)
      visit.memory.set('done', 'Your choice is kept')
      return redirect('/messages', { details: { digest: wish } })
    },
  }),
]

async function messagesPage(visit: Visit, problem?: string): Promise<PageAnswer> {
  const { tx, actor } = visit
  const messages = await messagesOf(tx, actor.personId, mostShown)
  const wish = await digestWishOf(tx, actor.personId)
  return page({
    title: 'Messages',
    ...(problem === undefined ? {} : { status: 400, errors: [{ field: 'digest', text: problem }] }),
    body: (
      <>
        <PageHeading title="Messages" actions={<MarkAll visit={visit} messages={messages} />} />
        <DataTable
          caption="Messages"
          hideCaption
          columns={[
            { key: 'subject', label: 'Message', wide: true },
            { key: 'written', label: 'Written' },
            { key: 'mail', label: 'By mail' },
          ]}
          rows={messages.map(rowOf)}
          emptyText="There are no messages. You get one on a working day on which something waits for you."
        />
        <Form action="/messages/preference" csrfToken={visit.csrfToken}>
          <Radios
            name="digest"
            label="How often do you want a message about what waits for you?"
            hint="It holds counts only: no names, places or references."
            value={wish}
            error={problem}
            choices={wishChoices}
            small
          />
          <Button text="Save" kind="secondary" />
        </Form>
      </>
    ),
  })
}

const wishChoices = [
  { value: 'daily', text: 'Each working day on which something waits' },
  { value: 'weekly', text: 'Once a week at most' },
  { value: 'never', text: 'Never' },
]

function MarkAll({ visit, messages }: { readonly visit: Visit; readonly messages: readonly Message[] }): Content {
  if (messages.every(({ readAt }) => readAt !== null)) return null
  return (
    <Form action="/messages/read" csrfToken={visit.csrfToken}>
      <Button text="Mark all as read" kind="secondary" small />
    </Form>
  )
}

const mailWords: Readonly<Record<MailState, string>> = {
  none: 'Kept here only',
  waiting: 'Waits to be sent',
  sent: 'Sent',
  failed: 'Could not be sent',
}

function rowOf({ id, subject, readAt, writtenAt, mail }: Message) {
  return {
    subject: (
      <>
        <a class="govuk-link" href={`/messages/${id}`}>
          {subject}
        </a>{' '}
        {readAt === null ? <Tag text="New" colour="blue" /> : null}
      </>
    ),
    written: formatInstant(writtenAt),
    mail: mailWords[mail],
  }
}
