import type { FourP } from '#modules/plans'
import { type Draw, drawFor } from './draw.ts'
import { leaderOf, type SampleForce } from './sample-forces.ts'
import { goodStory, type PlanStory } from './sample-plan.ts'

type Stories = (force: SampleForce, place: number, draw: Draw) => PlanStory | undefined

/**
 * How the plans of a force stand, as the inspectors found them in 2022 and 2023 (HMICFRS, regional organised crime, North West).
 *
 * @param place of the threat in the list of the force's live ones; undefined: there is no plan against it.
 */
export function storyOf(force: SampleForce, place: number): PlanStory | undefined {
  return byForce[force.letters]?.(force, place, drawFor(`${force.letters} ${place}`))
}

const byForce: Readonly<Record<string, Stories>> = {
  LAN: good,
  MER: mostlyGood,
  CHE: withoutOwners,
  GMP: pursuing,
  CUM: few,
  NWP: generic,
  NWR: bySeniorInvestigators,
}

/** Every group has a plan, kept up, made for it, with partners; and their owners are held to account. */
function good(force: SampleForce, place: number, draw: Draw): PlanStory {
  const { activeDay, reviewDays, next } = keptUp(draw)
  const story = goodStory(leaderOf(force, place), activeDay, reviewDays, next)
  return place % 9 === 4 ? { ...story, emptyPs: [draw.one<FourP>(['Prevent', 'Prepare'])] } : story
}

function mostlyGood(force: SampleForce, place: number, draw: Draw): PlanStory | undefined {
  if (place % 10 === 9) return undefined
  const story = reviewedOnce(good(force, place, draw))
  return {
    ...story,
    ...(place % 13 === 5 ? { nextReviewDay: -draw.between(3, 25) } : {}),
    ...(place % 11 === 3 ? { faults: ['overdue'] } : {}),
    ...(place % 23 === 7 ? { joined: false } : {}),
  }
}

/** It wasn’t always clear who the owner was; some were out of date, some unclear, some generic. */
function withoutOwners(force: SampleForce, place: number, draw: Draw): PlanStory | undefined {
  if (place % 12 === 11 || place % 10 === 4) return undefined
  const { owner: _owner, ...story } = reviewedOnce(good(force, 0, draw))
  const owned = place % 5 === 0 || place % 5 === 2
  const left = place % 19 === 7
  const owner = left ? `former.lro@${force.domain}` : leaderOf(force, 1 + (Math.floor(place / 5) % 4))
  const late = place % 3 !== 1
  return {
    ...story,
    reviewer: left || !owned ? `analyst@${force.domain}` : owner,
    ...(owned ? { owner } : {}),
    ...(late ? { activeDay: -330, reviewDays: [-draw.between(230, 290)], nextReviewDay: -draw.between(15, 220) } : {}),
    ...(place % 6 === 2 ? { faults: ['unclear', 'no date'] } : {}),
    ...(place % 8 === 5 ? { text: place % 3 } : {}),
    joined: place % 4 !== 2,
  }
}

/** Plans that pursue, and leave out what is to prevent and to prepare. */
function pursuing(force: SampleForce, place: number, draw: Draw): PlanStory | undefined {
  if (place % 10 === 3 || place % 10 === 6 || place % 10 === 9) return undefined
  const empty: readonly (readonly FourP[])[] = [['Prepare'], ['Prevent', 'Prepare'], []]
  return {
    ...reviewedOnce(good(force, place, draw)),
    mix: [70, 10, 10, 10],
    emptyPs: empty[place % 3] ?? [],
    reasons: false,
    joined: place % 5 !== 0,
    ...(place % 7 === 0 ? { nextReviewDay: -draw.between(5, 40) } : {}),
    ...(place % 4 === 1 ? { faults: ['overdue', 'no person'] } : {}),
  }
}

/** Some investigations had no plan at all, and there are no local profiles. */
function few(force: SampleForce, place: number, draw: Draw): PlanStory | undefined {
  if (place % 3 !== 1) return undefined
  return {
    ...reviewedOnce(good(force, place, draw)),
    profile: place % 2 === 0 ? 'reason' : 'none',
    consulted: place % 4 !== 1,
    joined: place % 4 !== 3,
    ...(place % 5 === 2 ? { faults: ['overdue', 'no date'] } : {}),
  }
}

/** Written by several, too generic, without profile or partners, and not reviewed by those who answer for them. */
function generic(force: SampleForce, place: number, draw: Draw): PlanStory | undefined {
  if (place % 16 === 15) return undefined
  const owner = leaderOf(force, place)
  const activeDay = -draw.between(140, 320)
  const reviewed = place % 5 === 0
  return {
    ...goodStory(owner, activeDay, reviewed ? [-draw.between(40, 100)] : [], reviewed ? draw.between(10, 60) : 20),
    text: place % 4 === 3 ? 'tailored' : place % 3,
    reviewer: leaderOf(force, place + 1),
    joined: false,
    consulted: place % 6 === 0,
    profile: place % 6 === 0 ? 'used' : 'none',
    learning: false,
    ...(place % 7 === 3 ? { faults: ['unclear', 'no person'] } : {}),
  }
}

/** Plans made by the senior investigating officer of each operation. */
function bySeniorInvestigators(force: SampleForce, place: number, draw: Draw): PlanStory | undefined {
  if (place % 3 === 0) return undefined
  const story = good(force, place, draw)
  return place % 5 === 2 ? { ...story, nextReviewDay: -draw.between(10, 30) } : story
}

function reviewedOnce(story: PlanStory): PlanStory {
  return { ...story, reviewDays: story.reviewDays.slice(-1) }
}

/** Reviewed by its owner about every three months, the last time lately. */
function keptUp(draw: Draw) {
  const activeDay = -draw.between(110, 260)
  const last = -draw.between(4, 48)
  const reviewDays: number[] = []
  for (let day = last; day > activeDay + 25; day -= draw.between(80, 95)) reviewDays.unshift(day)
  return { activeDay, reviewDays, next: last + 90 }
}
