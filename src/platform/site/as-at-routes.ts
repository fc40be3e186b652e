import { isDay, londonToday } from '#platform/clock'
import { anySignedIn, redirect, type Route, route } from '#platform/http'
import { z } from 'zod'
import { asAtPage } from './as-at-page.tsx'
import { ownAddress } from './own-address.ts'
import { readTypedDay } from './typed-day.ts'

const common = { area: 'page', permission: anySignedIn, whilePast: true } as const
const text = z.string().default('')
const chosenDay = z.object({
  'day-day': text,
  'day-month': text,
  'day-year': text,
  pick: text,
  return: text,
})

/** Putting the site on another day, and back on today. */
export const asAtRoutes: readonly Route[] = [
  route({
    ...common,
    method: 'GET',
    path: '/as-at',
    event: 'as-at.asked',
    summary: 'Choose the day that the site is put on',
    handle: async visit => asAtPage(visit),
  }),
  route({
    ...common,
    method: 'POST',
    path: '/as-at',
    event: 'as-at.chosen',
    summary: 'Put the site on a day',
    body: chosenDay,
    handle: async (visit, { body }) => {
      const returnTo = ownAddress(body.return)
      const typed = { day: body['day-day'], month: body['day-month'], year: body['day-year'] }
      const [year = '', month = '', day = ''] = isDay(body.pick) ? body.pick.split('-') : []
      const today = londonToday(visit.present)
      const read =
        body.pick === 'today' ? { day: today } : readTypedDay(day ? { day, month, year } : typed, visit.present)
      if ('problem' in read) return asAtPage(visit, { typed, returnTo, problem: read.problem })
      visit.memory.set('asAt', read.day === today ? undefined : read.day)
      return redirect(returnTo, { details: { day: read.day } })
    },
  }),
  route({
    ...common,
    method: 'POST',
    path: '/as-at/today',
    event: 'as-at.ended',
    summary: 'Put the site back on today',
    handle: async visit => {
      visit.memory.set('asAt', undefined)
      return redirect(ownAddress(visit.cameFrom))
    },
  }),
]
