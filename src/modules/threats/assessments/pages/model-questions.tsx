import { type DraftFields, textOf } from '#platform/drafts'
import { type Content, DateInput, Details, errorOf, type FieldError, Fieldset, TextArea, TextInput } from '#ui'
import { type Dimension, type ModelDefinition, scoreSteps } from '../model.ts'
import { modelField } from '../read-model.ts'

interface QuestionsProps {
  /** Of the newest version: its sections and dimensions are what can be reworded and weighed. */
  readonly definition: ModelDefinition
  readonly fields: DraftFields
  readonly errors: readonly FieldError[]
}

/** All of a model that the next version can say differently. */
export function ModelQuestions({ definition, fields, errors }: QuestionsProps): Content {
  const asked = (name: string) => ({ name, value: textOf(fields, name), error: errorOf(errors, name) })
  return (
    <>
      <TextInput {...asked('name')} label="Name" hint="The version’s number is added to it." width={20} />
      <DateInput
        name="from"
        label="In force from"
        value={{
          day: textOf(fields, 'from-day'),
          month: textOf(fields, 'from-month'),
          year: textOf(fields, 'from-year'),
        }}
        error={errorOf(errors, 'from')}
      />
      <TextInput
        {...asked('days')}
        label="Days after which a threat is to be assessed again"
        width={4}
        inputMode="numeric"
      />
      <Fieldset legend="Points of 100 from which each tier is suggested">
        {definition.bands.map(({ tier }) => (
          <TextInput {...asked(modelField.band(tier))} label={tier} width={4} inputMode="decimal" />
        ))}
      </Fieldset>
      {definition.sections.map(section => (
        <Fieldset legend={section.label}>
          <TextInput {...asked(modelField.label(section.key))} label="Name of the section" width={20} />
          <TextInput
            {...asked(modelField.weight(section.key))}
            label="Weight of the section"
            width={4}
            inputMode="numeric"
          />
          {section.dimensions.map(dimension => (
            <DimensionQuestions dimension={dimension} fields={fields} errors={errors} />
          ))}
        </Fieldset>
      ))}
    </>
  )
}

type DimensionProps = Omit<QuestionsProps, 'definition'> & { readonly dimension: Dimension }

/** Folded until it is wanted, or something in it is wrong. */
function DimensionQuestions({ dimension, fields, errors }: DimensionProps): Content {
  const { key, label } = dimension
  const asked = (name: string) => ({ name, value: textOf(fields, name), error: errorOf(errors, name) })
  const names = [
    modelField.label(key),
    modelField.weight(key),
    ...scoreSteps.map(score => modelField.descriptor(key, score)),
  ]
  return (
    <Details summary={label} open={names.some(name => errorOf(errors, name) !== undefined)}>
      <TextInput {...asked(modelField.label(key))} label={`Name of ${label}`} width={20} />
      <TextInput
        {...asked(modelField.weight(key))}
        label={`Weight of ${label} in its section`}
        width={4}
        inputMode="numeric"
      />
      {scoreSteps.map(score => (
        <TextArea {...asked(modelField.descriptor(key, score))} label={`What ${score} means`} rows={2} />
      ))}
    </Details>
  )
}
