import { type Content, type Figure, Figures, formatCount, formatDay } from '#ui'
import { percent } from '../extraction-figures.ts'
import { changeText, dayCount, periodText } from './figure-words.ts'
import { disruptionsAddress, threatsAddress } from './list-address.ts'
import type { RegionFigures } from './region-figures.ts'

/** The headline numbers, each with what it was a year before. */
export function RegionHeadlines({ figures }: { readonly figures: RegionFigures }): Content {
  return <Figures items={[...threatHeadlines(figures), ...disruptionHeadlines(figures), lateness(figures)]} />
}

function threatHeadlines({ scope, headlines, before, beforeDay }: RegionFigures): readonly Figure[] {
  const then = formatDay(beforeDay)
  return [
    {
      label: 'Live SOC threats',
      value: formatCount(headlines.threats),
      href: threatsAddress(scope),
      note: `${changeText(headlines.threats, before.threats)} on ${then}`,
    },
    {
      label: 'Of these, vulnerabilities',
      value: formatCount(headlines.vulnerabilities),
      href: threatsAddress(scope, { threatType: 'Vulnerability' }),
      note: `${changeText(headlines.vulnerabilities, before.vulnerabilities)} on ${then}`,
    },
  ]
}

function disruptionHeadlines({ scope, headlines, before }: RegionFigures): readonly Figure[] {
  const [share, shareBefore] = [headlines, before].map(({ pursue, disruptions }) => percent(pursue, disruptions))
  return [
    {
      label: `Lead disruptions, ${periodText(scope.period)}`,
      value: formatCount(headlines.disruptions),
      href: disruptionsAddress(scope, scope.period),
      note: `${changeText(headlines.disruptions, before.disruptions)} in the year before`,
    },
    {
      label: 'Pursue share',
      value: headlines.disruptions === 0 ? 'None' : `${share}%`,
      href: disruptionsAddress(scope, scope.period, { fourP: 'Pursue' }),
      note: before.disruptions === 0 ? 'none in the year before' : `${shareBefore}% in the year before`,
    },
  ]
}

function lateness({ lateness: counts }: RegionFigures): Figure {
  const all = counts.find(count => count.owner === null)
  if (all === undefined) return { label: 'Recorded within 28 days', value: 'None' }
  const within = (all.bands['0-7'] ?? 0) + (all.bands['8-28'] ?? 0)
  return {
    label: 'Recorded within 28 days',
    value: `${percent(within, all.total)}%`,
    note: `half within ${dayCount(all.median)} of the event`,
  }
}
