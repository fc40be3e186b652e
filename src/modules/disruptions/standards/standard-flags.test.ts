import { describe, expect, it } from 'vitest'
import { flagsOf, type Held } from './standard-flags.ts'

const onlyGroups = {
  id: 1,
  name: 'Only groups',
  says: 'Only against groups.',
  source: 'A test',
  fromOn: '2022-01-01',
  toOn: '2023-01-01',
  threatTypes: ['Organised crime group'],
  forcesRecordSupports: true,
  by: undefined,
}
const onlyLeads = { ...onlyGroups, id: 2, threatTypes: undefined, toOn: undefined, forcesRecordSupports: false }

const lead: Held = {
  recordDate: '2022-06-01',
  disruptionType: 'Lead Disruption',
  threatType: 'Vulnerability',
  byForce: true,
}

describe('a disruption held against the standards of its day', () => {
  it.each<[string, Partial<Held>, number]>([
    ['a vulnerability', {}, 1],
    ['an organised crime group', { threatType: 'Organised crime group' }, 0],
    ['a threat that is not known', { threatType: undefined }, 0],
    ['the first day', { recordDate: '2022-01-01' }, 1],
    ['the day before', { recordDate: '2021-12-31' }, 0],
    ['the last day', { recordDate: '2022-12-31' }, 1],
    ['the day after', { recordDate: '2023-01-01' }, 0],
    ['a force’s support', { disruptionType: 'Support Disruption', threatType: 'Organised crime group' }, 1],
    [
      'a unit’s support',
      { disruptionType: 'Support Disruption', threatType: 'Organised crime group', byForce: false },
      0,
    ],
    ['a force’s support much later', { disruptionType: 'Support Disruption', recordDate: '2030-01-01' }, 1],
    ['both', { disruptionType: 'Support Disruption' }, 2],
  ])('is flagged as it should be: %s', (_, held, count) => {
    expect(flagsOf([onlyGroups, onlyLeads], { ...lead, ...held })).toHaveLength(count)
  })

  it('says why, in words', () => {
    expect(flagsOf([onlyGroups], lead)[0]?.why).toBe(
      'The threat is recorded as a vulnerability. The standard of that day takes only organised crime groups.',
    )
  })
})
