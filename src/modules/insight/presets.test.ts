import { expect, test } from 'vitest'
import type { RecordValues } from '#platform/record'
import { presets } from './presets.ts'

test.each(presets.map(preset => [preset.name, preset] as const))(
  'the figures of %s are counted by what its rows hold: nothing else is read',
  (_name, preset) => {
    const asked: string[] = []
    const values: RecordValues = new Proxy({}, { get: (_, field) => void asked.push(String(field)) })
    preset.counts(values)
    expect(asked).not.toEqual([])
    expect(preset.columns).toEqual(expect.arrayContaining(asked))
  },
)
