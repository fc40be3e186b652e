import { describe, expect, it } from 'vitest'
import { readSettings } from './settings.ts'

function settings(env: Record<string, string>) {
  const read = readSettings(env)
  if ('problems' in read) throw new Error(read.problems.join('\n'))
  return read.settings
}

function problems(env: Record<string, string>): readonly string[] {
  const read = readSettings(env)
  return 'problems' in read ? read.problems : []
}

const production = {
  NODE_ENV: 'production',
  FOURFOLD_SESSION_SECRET: 'x'.repeat(32),
  FOURFOLD_ADDRESS: 'https://fourfold.example/',
}

describe('the settings', () => {
  it('serve the sample region on this machine alone when nothing is said', () => {
    expect(settings({})).toMatchObject({ host: '127.0.0.1', port: 3000, sample: 'north-west', production: false })
  })

  it('load no sample into a database that was named', () => {
    expect(settings({ DATABASE_URL: 'postgres://owner@localhost/fourfold' }).sample).toBe('none')
  })

  it('take the address without its last slash', () => {
    expect(settings(production).address).toBe('https://fourfold.example')
  })

  it('say what is wrong with a port', () => {
    expect(problems({ PORT: 'soon' })).toEqual(['PORT must be a number'])
  })

  it('hold no default secret and no sample in production', () => {
    expect(problems({ NODE_ENV: 'production', FOURFOLD_SAMPLE: 'north-west' })).toHaveLength(3)
    expect(problems({ ...production, FOURFOLD_SESSION_SECRET: 'short' })).toHaveLength(1)
    expect(settings(production).sample).toBe('none')
  })
})
