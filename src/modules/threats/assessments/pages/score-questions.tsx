import { type DraftFields, textOf } from '#platform/drafts'
import { type Content, Details, errorOf, type FieldError, InsetText, Radios, Text, TextArea } from '#ui'
import type { Step } from '../assessment.ts'
import { type AssessmentModel, type Dimension, notKnown, type Section } from '../model.ts'
import { longestReason, lowered, reasonField, scoreField } from '../read-scores.ts'
import { scoreInWords, scoreWord } from '../words.ts'

/** Scores of another time or person, to stand beside the questions. */
export interface Beside {
  /** "Last time", "Saved by Anna meanwhile" */
  readonly label: string
  readonly model: AssessmentModel
  readonly step: Pick<Step, 'scores'>
}

interface QuestionsProps {
  readonly model: AssessmentModel
  readonly fields: DraftFields
  readonly errors: readonly FieldError[]
  readonly beside: readonly Beside[]
  /** What a moderator who returned it says of single dimensions. */
  readonly notes: Readonly<Record<string, string>>
}

/** All dimensions of the model: the score, its reason, and beside them what was said before. */
export function ScoreQuestions({ model, ...rest }: QuestionsProps): Content {
  return (
    <>
      {model.definition.sections.map(section => (
        <SectionQuestions section={section} {...rest} />
      ))}
    </>
  )
}

function SectionQuestions({
  section,
  ...rest
}: Omit<QuestionsProps, 'model'> & { readonly section: Section }): Content {
  return (
    <section class="ff-scoring" aria-labelledby={`section-${section.key}`}>
      <h2 class="govuk-heading-m" id={`section-${section.key}`}>
        {section.label}
      </h2>
      {section.dimensions.map(dimension => (
        <Question dimension={dimension} {...rest} />
      ))}
    </section>
  )
}

interface QuestionProps extends Omit<QuestionsProps, 'model'> {
  readonly dimension: Dimension
}

function Question({ dimension, fields, errors, beside, notes }: QuestionProps): Content {
  const { key, label, descriptors } = dimension
  return (
    <div class="ff-scoring__question">
      <div>
        <Radios
          name={scoreField(key)}
          label={label}
          small
          value={textOf(fields, scoreField(key))}
          choices={[
            ...descriptors.map((words, score) => ({ value: String(score), text: `${score}: ${words}` })),
            { value: notKnown, text: 'Not known: a gap, which does not count as 0' },
          ]}
          error={errorOf(errors, scoreField(key))}
        />
      </div>
      <div>
        {notes[key] === undefined ? null : (
          <InsetText>
            Moderator: <Text value={notes[key]} lines />
          </InsetText>
        )}
        <TextArea
          name={reasonField(key)}
          label={`Reason for ${lowered(label)}`}
          rows={4}
          maxLength={longestReason}
          value={textOf(fields, reasonField(key))}
          error={errorOf(errors, reasonField(key))}
        />
        {beside.map(one => (
          <Before one={one} dimension={dimension} />
        ))}
      </div>
    </div>
  )
}

/** The score stands in the summary; its meaning then, and the reason, unfold. */
function Before({ one, dimension }: { readonly one: Beside; readonly dimension: Dimension }): Content {
  const given = one.step.scores[dimension.key]
  const then = one.model.definition.sections
    .flatMap(({ dimensions }) => dimensions)
    .find(({ key }) => key === dimension.key)
  if (then === undefined || given === undefined) return null
  return (
    <Details summary={`${one.label}: ${scoreWord(given)}`}>
      <p class="govuk-body-s">
        <Text value={scoreInWords(then, given)} />
      </p>
      <p class="govuk-body-s">{given.reason === '' ? 'No reason was given.' : <Text value={given.reason} lines />}</p>
    </Details>
  )
}
