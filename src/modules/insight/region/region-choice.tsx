import { Button, type Content, HiddenInput, Select, TextInput } from '#ui'
import { type AskedRegion, everyRegion, type RegionScope } from './region-scope.ts'

interface RegionChoiceProps {
  readonly scope: RegionScope
  readonly asked: AskedRegion
  readonly errorOf: (field: string) => string | undefined
}

/** Which region and which days the figures are of. Everything is in the address, so that it can be sent and kept. */
export function RegionChoice({ scope, asked, errorOf }: RegionChoiceProps): Content {
  const days = scope.errors.length > 0 ? asked : scope.period
  return (
    <form class="ff-glance-choice" action="/glance" method="get" novalidate aria-label="Region and days">
      {scope.asAtText === undefined ? null : <HiddenInput name="asAt" value={scope.asAtText} />}
      <Select
        name="region"
        label="Region"
        value={scope.region ?? everyRegion}
        choices={[
          { value: everyRegion, text: 'Every region' },
          ...scope.regions.map(({ name }) => ({ value: name, text: name })),
        ]}
      />
      <TextInput name="from" label="Disruptions from" width={10} value={days.from} error={errorOf('from')} />
      <TextInput name="to" label="to" width={10} value={days.to} error={errorOf('to')} />
      <Button text="Show" kind="secondary" small />
    </form>
  )
}
