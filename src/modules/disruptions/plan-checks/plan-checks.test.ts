import { describe, expect, it } from 'vitest'
import type { Asked } from '#modules/plans'
import { aimWithoutActivity } from './aim-without-activity.ts'
import type { DisruptionFacts } from './disruption-check.ts'
import { disruptionWithoutAim } from './disruption-without-aim.ts'
import { pursueHeavy } from './pursue-heavy.ts'

const thresholds: Readonly<Record<string, number>> = {
  'aim-without-activity': 90,
  'disruption-without-aim': 0,
  'pursue-heavy': 20,
  'pursue-heavy-disruptions': 5,
}
const asked: Asked = { day: '2026-06-10', threshold: name => thresholds[name] ?? 0 }
const with_ = (more: Readonly<Record<string, number>>): Asked => ({
  ...asked,
  threshold: name => more[name] ?? thresholds[name] ?? 0,
})
const clean: DisruptionFacts = {
  organisation: 'Cheshire Constabulary',
  reference: 'P-1',
  intendedPursue: null,
  recorded: 0,
  pursue: 0,
  peersRecorded: 0,
  peersPursue: 0,
  idleAims: [],
  withoutAim: [],
}

describe('aim-without-activity', () => {
  const find = (beganOn: string, on = asked) =>
    aimWithoutActivity.find({ ...clean, idleAims: [{ reference: 'M-1', beganOn }] }, on)

  it('finds an aim for which nothing was done in 90 days, since it began', () => {
    expect(find('2026-03-11')).toEqual({
      says: 'Nothing was done for 1 aim, and no disruption recorded.',
      evidence: 'M-1. The first began on 11 March 2026',
      since: '2026-03-11',
    })
  })
  it('finds nothing on the 90th day, by another threshold, or where something was done', () => {
    expect(find('2026-03-12')).toBeUndefined()
    expect(find('2026-03-11', with_({ 'aim-without-activity': 91 }))).toBeUndefined()
    expect(aimWithoutActivity.find(clean, asked)).toBeUndefined()
  })
  it('names few of many, and leaves those alone that began lately', () => {
    const idleAims = ['1', '2', '3', '4', '5', '6', '7'].map(one => ({
      reference: `M-${one}`,
      beganOn: `2026-01-0${one}`,
    }))
    const found = aimWithoutActivity.find(
      { ...clean, idleAims: [...idleAims, { reference: 'M-9', beganOn: '2026-06-01' }] },
      asked,
    )
    expect(found).toMatchObject({
      says: 'Nothing was done for 7 aims, and no disruption recorded.',
      evidence: 'M-1, M-2, M-3, M-4, M-5 and 2 more. The first began on 1 January 2026',
    })
  })
})

describe('disruption-without-aim', () => {
  const find = (withoutAim: DisruptionFacts['withoutAim'], on = asked) =>
    disruptionWithoutAim.find({ ...clean, withoutAim }, on)

  it('finds lead disruptions that name neither action nor aim, and leaves unnamed what may not be seen', () => {
    const seen = { reference: 'D-1', on: '2026-06-10' }
    expect(find([seen])).toEqual({
      says: '1 lead disruption against its threat names no action or aim of it.',
      evidence: 'D-1. The first was on 10 June 2026',
      since: '2026-06-10',
    })
    const hidden = { reference: null, on: '2026-06-01' }
    expect(find([seen, hidden])?.evidence).toBe('D-1 and 1 more. The first was on 1 June 2026')
    expect(find([hidden])?.evidence).toBe('1 that you may not see. The first was on 1 June 2026')
  })
  it('finds nothing where there are none, and none sooner than the threshold leaves', () => {
    expect(find([])).toBeUndefined()
    const week = with_({ 'disruption-without-aim': 7 })
    expect(find([{ reference: 'D-1', on: '2026-06-04' }], week)).toBeUndefined()
    expect(find([{ reference: 'D-1', on: '2026-06-03' }], week)).toBeDefined()
  })
})

describe('pursue-heavy', () => {
  const find = (facts: Partial<DisruptionFacts>, on = asked) => pursueHeavy.find({ ...clean, ...facts }, on)

  it('finds a plan that is pursued by 20 points more than it means to be', () => {
    expect(find({ intendedPursue: 40, recorded: 10, pursue: 6 })).toEqual({
      says: '60% of its disruptions of the last year are pursue; it means 40% to be.',
      evidence: '6 of 10 lead disruptions',
    })
  })
  it('finds nothing at 19 points, with fewer than five disruptions, or without any', () => {
    expect(find({ intendedPursue: 41, recorded: 10, pursue: 6 })).toBeUndefined()
    expect(find({ intendedPursue: 0, recorded: 4, pursue: 4 })).toBeUndefined()
    expect(find({ intendedPursue: 0, recorded: 5, pursue: 5 })).toBeDefined()
    expect(find({ intendedPursue: 0 })).toBeUndefined()
    expect(find({ intendedPursue: 0 }, with_({ 'pursue-heavy-disruptions': 0 }))).toBeUndefined()
  })
  it('holds a plan that says nothing of its mix against its peers, and others against their own words first', () => {
    const peers = { peersRecorded: 20, peersPursue: 12 }
    expect(find({ recorded: 10, pursue: 8, ...peers })).toEqual({
      says: '80% of its disruptions of the last year are pursue; in its region, elsewhere, 60% are.',
      evidence: '8 of 10 lead disruptions; in its region, elsewhere, 12 of 20 (60%)',
    })
    expect(find({ recorded: 100, pursue: 79, ...peers })).toBeUndefined()
    expect(find({ intendedPursue: 70, recorded: 10, pursue: 8, ...peers })).toBeUndefined()
    expect(find({ recorded: 10, pursue: 10, peersRecorded: 4, peersPursue: 0 })).toBeUndefined()
  })
})
