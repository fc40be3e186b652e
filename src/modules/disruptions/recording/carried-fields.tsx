import type { DraftFields } from '#platform/drafts'
import { type Content, HiddenInput } from '#ui'

const ownNames: ReadonlySet<string> = new Set(['_csrf', '_draft', '_save'])

interface CarriedFieldsProps {
  readonly fields: DraftFields
  /** The names of the page's own controls. */
  readonly without: readonly string[]
}

/** What another page of the same form was answered, carried along so that nothing typed is lost on the way. */
export function CarriedFields({ fields, without }: CarriedFieldsProps): Content {
  const pairs = Object.entries(fields)
    .filter(([name]) => !ownNames.has(name) && !without.includes(name))
    .flatMap(([name, values]) => [values].flat().map(value => [name, value] as const))
  return (
    <>
      {pairs.map(([name, value]) => (
        <HiddenInput name={name} value={value} />
      ))}
    </>
  )
}
