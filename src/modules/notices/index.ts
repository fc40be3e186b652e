import type { Module } from '#platform/http'
import { sql } from 'kysely'
import { deliverMailJob } from './deliver-mail.ts'
import { messageRoute } from './pages/message-page.tsx'
import { messagesRoutes } from './pages/messages-page.tsx'
import { outboxRoute } from './pages/outbox-page.tsx'
import { writeDigestsJob } from './write-digests.ts'

/** Tells people what waits for them: messages in the product, by mail too where a mail server is named. */
export const notices: Module = {
  name: 'notices',
  routes: [...messagesRoutes, outboxRoute, messageRoute],
  navigation: [{ label: 'Mail', href: '/messages/outbox', permission: 'person.manage' }],
  accountLinks: [
    {
      label: 'Messages',
      href: '/messages',
      counted: 'unread',
      count: ({ actor }) =>
        sql<number>`select count(*) from notices.message where person_id = ${actor.personId} and read_at is null`,
    },
  ],
  jobs: [writeDigestsJob, deliverMailJob],
}
