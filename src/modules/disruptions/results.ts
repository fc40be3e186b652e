import type { Field } from '#platform/record'

/**
 * What came of a disruption beside arrests and cash. Nothing stated is not none: a file without the column, or a form left
 * empty, says nothing. Money is whole pence, drugs are whole grams by the classes of the Misuse of Drugs Act 1971 s.2.
 */
export const results = {
  charges: count('Charges', 'charges'),
  convictions: count('Convictions', 'convictions'),
  monthsSentenced: { ...count('Sentences (months)', 'months_sentenced'), hint: 'Of all people together' },
  assetsRestrainedPence: money('Assets restrained (GBP)', 'assets_restrained_pence'),
  assetsConfiscatedPence: money('Assets confiscated (GBP)', 'assets_confiscated_pence'),
  assetsForfeitedPence: money('Assets forfeited (GBP)', 'assets_forfeited_pence'),
  drugsClassAGrams: count('Drugs, class A (grams)', 'drugs_class_a_grams'),
  drugsClassBGrams: count('Drugs, class B (grams)', 'drugs_class_b_grams'),
  drugsClassCGrams: count('Drugs, class C (grams)', 'drugs_class_c_grams'),
  firearms: count('Firearms', 'firearms'),
  vehicles: count('Vehicles', 'vehicles'),
  phoneLinesClosed: count('Phone lines closed', 'phone_lines_closed'),
  adultsSafeguarded: count('Adults safeguarded', 'adults_safeguarded'),
  childrenSafeguarded: count('Children safeguarded', 'children_safeguarded'),
  orders: count('Orders', 'orders'),
  referrals: count('Referrals', 'referrals'),
} as const satisfies Readonly<Record<string, Field>>

export type ResultName = keyof typeof results
/** Every result, in the order of forms: arrests and cash, which files have always had, first. */
export const resultNames: readonly ('arrests' | 'cashSeizedPence' | ResultName)[] = [
  'arrests',
  ...(Object.keys(results).slice(0, 3) as ResultName[]),
  'cashSeizedPence',
  ...(Object.keys(results).slice(3) as ResultName[]),
]

function count(label: string, column: string): Field {
  return { label, kind: 'count', column, optional: true }
}

function money(label: string, column: string): Field {
  return { label, kind: 'money', column, optional: true }
}
