import { expect, it } from 'vitest'
import { type Operation, share, untilSpoilt } from './operation.ts'

it('lets operations share a copy of the data until one has spoilt it', () => {
  const operation = (key: string, spoils?: true): Operation => ({
    key,
    name: key,
    reference: 'S',
    toReach: share(0.4),
    grows: 'by an index',
    prepare: () => Promise.reject(new Error('Not asked for.')),
    ...(spoils && { spoils }),
  })
  const all = [operation('read'), operation('record', true), operation('change', true), operation('figures')]
  expect(untilSpoilt(all).map(run => run.map(({ key }) => key))).toEqual([['read', 'record'], ['change'], ['figures']])
})
