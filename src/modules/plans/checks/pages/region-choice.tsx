import { asAtText } from '#platform/clock'
import type { Visit } from '#platform/http'
import { Button, type Content, HiddenInput, Select } from '#ui'
import { type CheckedOrganisation, checkedOrganisations } from '../checked-organisations-store.ts'

/** Every region, in an address. */
const everyRegion = 'all'
/** So many organisations stand beside each other in a table. */
const mostAtOnce = 12

/** The organisations that a page of checks is about, and the region that it was narrowed to. */
export interface ChosenOrganisations {
  readonly organisations: readonly CheckedOrganisation[]
  readonly region: string
  readonly regions: readonly string[]
}

/** Reads which region is asked for: all of them when there are few organisations, else the actor's own or the first. */
export async function chooseOrganisations(visit: Visit, asked: string): Promise<ChosenOrganisations> {
  const all = await checkedOrganisations(visit, visit.asAt)
  const regions = [...new Set(all.flatMap(({ region }) => region ?? []))].toSorted()
  const own = all.find(({ id }) => id === visit.actor.organisationId)?.region
  const usual = all.length <= mostAtOnce ? everyRegion : (own ?? regions[0] ?? everyRegion)
  const region = asked === everyRegion || regions.includes(asked) ? asked : usual
  return { organisations: all.filter(one => region === everyRegion || one.region === region), region, regions }
}

interface RegionChoiceProps {
  readonly visit: Visit
  readonly action: string
  readonly chosen: ChosenOrganisations
  readonly children?: Content
}

/** A plain form: the region, where there are several, and what else the page asks. Nothing, where there is nothing to choose. */
export function RegionChoice({ visit, action, chosen: { region, regions }, children }: RegionChoiceProps): Content {
  const asAt = asAtText(visit.asAt)
  if (regions.length < 2 && children === undefined) return null
  return (
    <form class="ff-glance-choice" action={action} method="get" novalidate aria-label="What is shown">
      {asAt === undefined ? null : <HiddenInput name="asAt" value={asAt} />}
      {regions.length < 2 ? null : (
        <Select
          name="region"
          label="Region"
          value={region}
          choices={[
            { value: everyRegion, text: 'Every region' },
            ...regions.map(name => ({ value: name, text: name })),
          ]}
        />
      )}
      {children}
      <Button text="Show" kind="secondary" small />
    </form>
  )
}

/** The address of a page of checks with what it is asked, on the visit's day or another. */
export function checkAddress(path: string, asked: Readonly<Record<string, string>>, asAt: string | undefined): string {
  return `${path}?${new URLSearchParams({ ...asked, ...(asAt === undefined ? {} : { asAt }) }).toString()}`
}
