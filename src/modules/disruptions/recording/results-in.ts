import type { resultNames } from '../results.ts'

type Result = (typeof resultNames)[number]

const words = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
const number = String.raw`(?<number>\d{1,4}|${words.join('|')})`
const people = '(?:people|men|women|adults?|tenants?|residents?|victims?|person|man|woman)'
const young = '(?:children|child|young people|young person|boys?|girls?|teenagers?|pupils?)'

/** Each with the words that count it right after a number, and no looser: what is doubtful is left to whoever records. */
const patterns: readonly (readonly [Result, RegExp])[] = [
  ['arrests', after(String.raw`arrests?|(?:more )?(?:${people}|suspects?|males?|females?)?\s*(?:were |was )?arrested`)],
  ['charges', after(String.raw`charges|(?:${people}|suspects?)?\s*(?:were |was )?charged`)],
  ['childrenSafeguarded', after(String.raw`${young} (?:were |was )?safeguarded`)],
  ['adultsSafeguarded', after(String.raw`${people} (?:were |was )?safeguarded`)],
  ['referrals', after(String.raw`(?:${young}|${people})?\s*(?:referrals?|(?:were |was )?referred)`)],
  ['orders', after('(?:court |closure |prevention )?orders?')],
  ['firearms', after('firearms?|guns?|shotguns?|pistols?')],
  ['vehicles', after('(?:vehicles?|cars?|vans?) (?:were |was )?seized')],
]
const money = /£(?<pounds>\d{1,3}(?:,\d{3})+|\d{1,9})(?<pence>\.\d\d)?(?: in)?(?: of)? (?:cash|was seized|seized)/iu

/** The results that a text says in figures, as they would be typed: "Two arrested and £1,200 seized". Nothing that is not said. */
export function resultsIn(text: string): Readonly<Partial<Record<Result, string>>> {
  const counts = patterns.flatMap(([name, pattern]) => {
    const found = pattern.exec(text)?.groups?.['number']
    return found === undefined ? [] : [[name, figure(found)] as const]
  })
  const cash = money.exec(text)?.groups
  return {
    ...Object.fromEntries(counts),
    ...(cash === undefined ? {} : { cashSeizedPence: `${cash['pounds']}${cash['pence'] ?? ''}` }),
  }
}

function after(counted: string): RegExp {
  return new RegExp(String.raw`(?<![\d.,£\p{L}])${number}\s+(?:${counted})(?![\p{L}\d])`, 'iu')
}

function figure(found: string): string {
  const place = words.indexOf(found.toLowerCase())
  return place < 0 ? found : String(place + 1)
}
