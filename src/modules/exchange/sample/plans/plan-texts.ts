import { type FourP, fourPs } from '#modules/plans'
import { actionOpenings, familyOf } from './action-stock.ts'
import { type StockAim, stockAims } from './aim-stock.ts'
import type { Draw } from './draw.ts'
import type { SampleThreat } from './sample-plan.ts'
import { actionEnds, districts, objectives, partners, streets } from './word-stock.ts'

/** What a plan says: its aims, and under each P what is done. */
export interface PlanTexts {
  readonly objective: string
  readonly aims: Readonly<Record<FourP, StockAim>>
  readonly actions: Readonly<Record<FourP, readonly string[]>>
}

/** Texts made for one threat: its crime, its streets and those who work there. */
export function tailoredTexts(threat: SampleThreat, draw: Draw): PlanTexts {
  const family = familyOf[threat.crimeCategory] ?? 'supply'
  const place = () => `${draw.one(streets)}, ${draw.one(districts)}`
  return {
    objective: `${draw.one(objectives)} ${threat.name}, which works from ${place()}`,
    aims: byP(p => {
      const stock = draw.one(stockAims[family][p])
      return { ...stock, says: `${stock.says} around ${place()}` }
    }),
    actions: byP(p => {
      // Most of what is done pursues, as it does everywhere.
      const each = p === 'Pursue' || draw.between(1, 3) === 1 ? 2 : 1
      const ends = draw.some(actionEnds[p], each)
      return draw.some(actionOpenings[family][p], each).map((opening, at) => {
        const where = draw.one(['in', 'around', 'along', 'near', 'at', 'off'])
        const helped = draw.between(0, 1) === 1 ? ` with the ${draw.one(partners)}` : ''
        return `${opening} ${where} ${place()}${helped}, ${ends[at] ?? ''}`
      })
    }),
  }
}

/** One text for many threats, as templates have it: only a word here and there is another. */
export function genericTexts(template: number, draw: Draw): PlanTexts {
  const { objective, aims, actions } = templates[template % templates.length] ?? emptyTemplate
  const word = draw.one(['local', 'divisional', 'neighbourhood', 'force'])
  const fill = (text: string) => text.replace('local', word)
  return {
    objective: fill(objective),
    aims: byP(p => ({ says: fill(aims[p]), measure: 'Activity recorded' })),
    actions: byP(p => actions[p].map(fill)),
  }
}

function byP<Value>(make: (p: FourP) => Value): Readonly<Record<FourP, Value>> {
  return Object.fromEntries(fourPs.map(p => [p, make(p)])) as Record<FourP, Value>
}

interface Template {
  readonly objective: string
  readonly aims: Readonly<Record<FourP, string>>
  readonly actions: Readonly<Record<FourP, readonly string[]>>
}

const emptyTemplate: Template = {
  objective: '',
  aims: { Pursue: '', Prevent: '', Protect: '', Prepare: '' },
  actions: { Pursue: [], Prevent: [], Protect: [], Prepare: [] },
}

const templates: readonly Template[] = [
  {
    objective: 'To disrupt the group by all lawful means and to reduce the harm that it causes to local communities',
    aims: {
      Pursue: 'Disrupt the activity of the nominals through enforcement where opportunities arise',
      Prevent: 'Stop vulnerable people being drawn into serious and organised crime',
      Protect: 'Increase protection of the local community against serious and organised crime',
      Prepare: 'Reduce the impact of serious and organised crime where it takes place',
    },
    actions: {
      Pursue: [
        'Consider all enforcement opportunities against the nominals including warrants and stop searches',
        'Submit intelligence on all sightings of the nominals in the local area',
      ],
      Prevent: ['Identify any young people at risk and make referrals to the appropriate local partner agency'],
      Protect: ['Provide crime prevention advice to residents and businesses in the local policing area'],
      Prepare: ['Ensure that all staff are briefed on the plan at the local daily management meeting'],
    },
  },
  {
    objective: 'To use a whole system approach to dismantle the organised crime group and build resilient local communities',
    aims: {
      Pursue: 'Use the full range of powers available to bring offenders to justice',
      Prevent: 'Deter individuals from engaging in organised crime by early intervention',
      Protect: 'Safeguard those identified as vulnerable to exploitation by the group',
      Prepare: 'Make sure that local officers can respond to incidents linked with the group',
    },
    actions: {
      Pursue: [
        'Develop the intelligence picture through the local intelligence unit and task accordingly each month',
        'Explore financial investigation and asset recovery opportunities with the economic crime team',
      ],
      Prevent: ['Engage with schools and youth services to raise awareness of organised crime in local areas'],
      Protect: ['Work with housing and social care to safeguard any vulnerable persons who come to notice'],
      Prepare: ['Update the local briefing site with images of nominals and known associates and vehicles'],
    },
  },
  {
    objective: 'To target the threat across the four areas of the strategy in partnership with local agencies',
    aims: {
      Pursue: 'Reduce the capability of the threat through targeted local policing activity',
      Prevent: 'Raise awareness of the consequences of involvement in crime',
      Protect: 'Improve reporting and confidence among those most likely to be harmed',
      Prepare: 'Share learning with partners to improve the response to future threats',
    },
    actions: {
      Pursue: ['Conduct disruption patrols in hot spot areas and record the results on the local system'],
      Prevent: ['Deliver key messages through local media and community meetings throughout the coming year'],
      Protect: ['Visit repeat locations and give reassurance to the public and local businesses there'],
      Prepare: ['Review the plan at local tasking and amend it as and when further intelligence is received'],
    },
  },
]
