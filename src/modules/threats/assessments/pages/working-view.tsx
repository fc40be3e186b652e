import { type Content, DataTable, Figures, Text, TierMark } from '#ui'
import { labelOf, type ModelDefinition, type Tier } from '../model.ts'
import type { Working } from '../score-assessment.ts'
import { lowered } from '../read-scores.ts'
import { countOf, pointsWord, possibleTiersWord, rangeWord } from '../words.ts'

interface WorkingProps {
  readonly definition: ModelDefinition
  readonly working: Working
}

/** What the scores come to: at a glance, and section by section. */
export function WorkingView({ definition, working }: WorkingProps): Content {
  const { gaps } = working
  return (
    <>
      <Figures
        items={[
          { label: 'Points of 100', value: pointsWord(working.points), note: 'of what is known' },
          { label: 'Range', value: rangeWord(working), note: 'whatever the rest turns out to be' },
          { label: 'Suggested tier', value: working.suggestedTier ?? 'None', note: possibleNote(working) },
          { label: 'Not known', value: String(gaps.length), note: countOf(gaps.length, 'gap', 'gaps') },
        ]}
      />
      {gaps.length === 0 ? null : (
        <p class="govuk-body">
          Not known: <Text value={gaps.map(key => lowered(labelOf(definition, key))).join(', ')} />. These do not count
          as 0: they are left out, and the range shows what they could change.
        </p>
      )}
      <SectionsTable definition={definition} working={working} />
    </>
  )
}

/** The working section by section, with the weights it was worked by. */
export function SectionsTable({ definition, working }: WorkingProps): Content {
  const weights = definition.sections.reduce((total, one) => total + one.weight, 0)
  return (
    <DataTable
      caption="Working"
      narrow="scroll"
      columns={[
        { key: 'section', label: 'Section' },
        { key: 'weight', label: 'Weight', align: 'right' },
        { key: 'points', label: 'Points', align: 'right' },
        { key: 'range', label: 'Range', align: 'right' },
      ]}
      rows={working.sections.map(one => {
        const section = definition.sections.find(({ key }) => key === one.key)
        return {
          section: section?.label ?? one.key,
          weight: `${Math.round((1000 * (section?.weight ?? 0)) / weights) / 10}%`,
          points: pointsWord(one.points),
          range: rangeWord(one),
        }
      })}
      footer={{
        section: 'Whole',
        weight: '100%',
        points: pointsWord(working.points),
        range: rangeWord(working),
      }}
    />
  )
}

/** A tier with its bars. */
export function TierWord({ tier }: { readonly tier: Tier | undefined | null }): Content {
  const step = Number(tier?.slice(-1)) as 1 | 2 | 3 | 4 | 5
  return tier === undefined || tier === null ? <span class="ff-empty">None yet</span> : <TierMark tier={step} />
}

function possibleNote(working: Working): string {
  return working.possibleTiers.length === 1 ? 'nothing can change it' : `may be ${possibleTiersWord(working)}`
}
