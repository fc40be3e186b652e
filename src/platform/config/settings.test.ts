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

  it('send mail nowhere when nothing is said, and else from an address of the site', () => {
    expect(settings({})).toMatchObject({ smtpUrl: undefined, mailFrom: 'fourfold@localhost' })
    const { smtpUrl, mailFrom } = settings({ ...production, SMTP_URL: 'smtps://a:b@mail.example' })
    expect([smtpUrl, mailFrom]).toEqual(['smtps://a:b@mail.example', 'fourfold@fourfold.example'])
    expect(settings({ FOURFOLD_MAIL_FROM: 'soc@force.example' }).mailFrom).toBe('soc@force.example')
  })

  it('say what is wrong with a mail server or a sender', () => {
    for (const wrong of ['mail.example', 'https://mail.example', 'smtp://'])
      expect(problems({ SMTP_URL: wrong }), wrong).toEqual([expect.stringContaining('SMTP_URL must be an address')])
    expect(problems({ FOURFOLD_MAIL_FROM: 'Fourfold' })).toEqual(['FOURFOLD_MAIL_FROM must be an email address'])
  })

  it('let a program ask so often, and no setting stop it altogether', () => {
    expect(settings({}).apiLimits).toEqual({ readsAMinute: 600, writesAMinute: 120 })
    expect(settings({ FOURFOLD_API_WRITES_A_MINUTE: '5' }).apiLimits.writesAMinute).toBe(5)
    expect(problems({ FOURFOLD_API_READS_A_MINUTE: '0' })).toEqual(['FOURFOLD_API_READS_A_MINUTE must be 1 or more'])
    expect(problems({ FOURFOLD_API_WRITES_A_MINUTE: 'many' })).toEqual([
      'FOURFOLD_API_WRITES_A_MINUTE must be a number',
    ])
  })

  it('know of no replica when nothing is said, and else of one that is little behind', () => {
    expect(settings({})).toMatchObject({ replicaUrl: undefined, replicaMostBehind: 10 })
    const both = {
      DATABASE_URL: 'postgres://owner@one/fourfold',
      DATABASE_REPLICA_URL: 'postgresql://two:5433/fourfold',
    }
    expect(settings(both).replicaUrl).toBe('postgresql://two:5433/fourfold')
    expect(settings({ ...both, FOURFOLD_REPLICA_MOST_BEHIND: '30' }).replicaMostBehind).toBe(30)
  })

  it('say what is wrong with a replica', () => {
    const DATABASE_URL = 'postgres://owner@one/fourfold'
    for (const wrong of ['two', 'http://two/fourfold', 'postgres://two', 'postgres:///fourfold'])
      expect(problems({ DATABASE_URL, DATABASE_REPLICA_URL: wrong }), wrong).toEqual([
        'DATABASE_REPLICA_URL must be an address such as postgres://replica.example/fourfold',
      ])
    expect(problems({ DATABASE_REPLICA_URL: 'postgres://two/fourfold' })).toEqual([
      expect.stringContaining('DATABASE_REPLICA_URL needs DATABASE_URL'),
    ])
    for (const [wrong, says] of [
      ['soon', 'a number of seconds'],
      ['4', '5 seconds or more'],
      ['61', '60 seconds or less'],
    ] as const)
      expect(problems({ FOURFOLD_REPLICA_MOST_BEHIND: wrong }), wrong).toEqual([expect.stringContaining(says)])
  })

  it('hold no default secret and no sample in production', () => {
    expect(problems({ NODE_ENV: 'production', FOURFOLD_SAMPLE: 'north-west' })).toHaveLength(3)
    expect(problems({ ...production, FOURFOLD_SESSION_SECRET: 'short' })).toHaveLength(1)
    expect(settings(production).sample).toBe('none')
  })
})
