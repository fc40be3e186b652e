import { anySignedIn, notFound, page, type Route, route } from '#platform/http'
import { Button, formatInstant, PageHeading, Text } from '#ui'
import { z } from 'zod'
import { markRead, messageOf } from '../message-store.ts'

/** One message; who opens it has read it. */
export const messageRoute: Route = route({
  method: 'GET',
  path: '/messages/:id',
  area: 'page',
  permission: anySignedIn,
  whilePast: true,
  event: 'message.viewed',
  summary: 'One of your messages',
  params: z.object({ id: z.string() }),
  handle: async (visit, { params: { id } }) => {
    const { tx, actor, present } = visit
    const message = z.guid().safeParse(id).success ? await messageOf(tx, actor.personId, id) : undefined
    if (message === undefined) return notFound()
    await markRead(tx, actor.personId, present, message.id)
    return page({
      title: message.subject,
      backHref: '/messages',
      details: { message: message.id },
      body: (
        <>
          <PageHeading title={message.subject} caption={formatInstant(message.writtenAt)} />
          <p class="govuk-body">
            <Text value={message.body} lines />
          </p>
          <Button text="Go to my work" href="/work" />
        </>
      ),
    })
  },
})
