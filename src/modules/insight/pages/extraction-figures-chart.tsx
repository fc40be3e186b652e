import { ChartWithTable, type Content, formatCount } from '#ui'
import type { OrganisationFigures } from '../extraction-figures.ts'
import type { KeptExtraction } from '../extraction-store.ts'
import type { Preset } from '../preset.ts'

interface Props {
  readonly kept: KeptExtraction
  readonly preset: Preset
}

/** The figures of an extraction by organisation, as `--summary` answers them. */
export function ExtractionFiguresChart({ kept, preset }: Props): Content {
  const [share] = Object.entries(preset.shares ?? {})
  return (
    <>
      <p class="govuk-body-l">
        <strong>{formatCount(kept.figures.total)}</strong> {preset.record.plural}
      </p>
      <ChartWithTable
        id="figures"
        kind="bars"
        title="By organisation"
        description={`How many ${preset.record.plural} each organisation has in this extraction.`}
        rowHeading="Organisation"
        emptyText="No row fits."
        series={preset.bars}
        rows={Object.entries(kept.figures.byOrganisation).map(([label, figures]) => ({
          label,
          values: valuesOf(preset, figures),
          ...(share === undefined ? {} : { remark: `${figures[share[0]] ?? 0}%` }),
        }))}
        remarkHeading={share?.[1].label}
      />
    </>
  )
}

function valuesOf(preset: Preset, figures: OrganisationFigures): OrganisationFigures {
  return Object.fromEntries(preset.bars.map(bar => [bar.key, bar.value(figures)]))
}
