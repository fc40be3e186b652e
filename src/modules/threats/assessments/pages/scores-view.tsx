import { type Content, DataTable, Text } from '#ui'
import type { Step } from '../assessment.ts'
import type { AssessmentModel } from '../model.ts'
import { scoreInWords } from '../words.ts'

/** Every score with its meaning in the words of its model, its reason, and what a moderator noted. */
export function ScoresView({ model, step }: { readonly model: AssessmentModel; readonly step: Step }): Content {
  const withNotes = Object.keys(step.notes).length > 0
  return (
    <>
      {model.definition.sections.map(section => (
        <DataTable
          caption={section.label}
          columns={[
            { key: 'dimension', label: 'Dimension' },
            { key: 'score', label: 'Score', wide: true },
            { key: 'reason', label: 'Reason', wide: true },
            ...(withNotes ? [{ key: 'note', label: 'Moderator’s note', wide: true }] : []),
          ]}
          rows={section.dimensions.map(dimension => {
            const given = step.scores[dimension.key]
            return {
              dimension: dimension.label,
              score: <Text value={scoreInWords(dimension, given)} />,
              reason: given?.reason ? <Text value={given.reason} lines /> : <span class="ff-empty">None</span>,
              note: step.notes[dimension.key] ? <Text value={step.notes[dimension.key] ?? ''} lines /> : '',
            }
          })}
        />
      ))}
    </>
  )
}
