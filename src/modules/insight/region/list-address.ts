import type { Period } from './period.ts'
import type { RegionScope } from './region-scope.ts'

type Narrowed = Readonly<Record<string, string>>

/** The address of the list of live threats of a scope, narrowed: the rows behind one of its figures. */
export function threatsAddress({ region, asAtText }: RegionScope, narrowed: Narrowed = {}): string {
  return address('/threats', { live: 'yes', ...regionUnless('owner', region, narrowed), ...narrowed }, asAtText)
}

/** The address of the list of counted disruptions of a scope over some days, narrowed. */
export function disruptionsAddress({ region, asAtText }: RegionScope, period: Period, narrowed: Narrowed = {}): string {
  const days = { 'recordDate-from': period.from, 'recordDate-to': period.to }
  const ofRegion = regionUnless('leadOrganisation', region, narrowed)
  return address('/disruptions', { counted: 'yes', ...ofRegion, ...days, ...narrowed }, asAtText)
}

/** An organisation of the region needs no region beside it. */
function regionUnless(field: string, region: string | undefined, narrowed: Narrowed): Narrowed {
  return region === undefined || field in narrowed ? {} : { region }
}

/** Written by hand: a page of a whole country has nearly a thousand, for which `URLSearchParams` takes a tenth of all its time. */
function address(path: string, query: Narrowed, asAt: string | undefined): string {
  let text = path
  let before = '?'
  for (const name in query) {
    text += `${before}${name}=${queryValue(query[name] ?? '')}`
    before = '&'
  }
  return asAt === undefined ? text : `${text}${before}asAt=${queryValue(asAt)}`
}

const isPlain = /^[\w-]*$/

function queryValue(value: string): string {
  return isPlain.test(value) ? value : encodeURIComponent(value).replaceAll('%20', '+')
}
