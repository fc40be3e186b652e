import type { FourP, Measure } from '#modules/plans'
import type { CrimeFamily } from './action-stock.ts'

/** An aim of an invented plan: what is to be achieved, before its place; and how one would know. */
export interface StockAim {
  readonly says: string
  readonly measure: string
  /** Where less is better; else it is to rise. */
  readonly falls?: true
  /** What disruptions add to it; else it is stated by hand. */
  readonly measuredBy?: Measure
}

const aim = (says: string, measure: string, measuredBy?: Measure): StockAim =>
  measuredBy === undefined ? { says, measure } : { says, measure, measuredBy }
const fewer = (says: string, measure: string): StockAim => ({ says, measure, falls: true })

/** Aims by kind of crime and P. */
export const stockAims: Readonly<Record<CrimeFamily, Readonly<Record<FourP, readonly StockAim[]>>>> = {
  supply: {
    Pursue: [
      aim('The line is silent and nobody has taken it over', 'Disruptions of those who run it or try to', 'Disruptions'),
      aim('Those who direct the supply are before the courts', 'People charged with conspiracy', 'Charges'),
      aim('Weapons are out of the group’s reach', 'Firearms and blades recovered'),
      aim('The profits no longer pay for stock', 'Pounds of cash taken from them', 'Cash seized'),
      fewer('Couriers stop coming by train and hire car', 'Courier journeys seen in a month'),
      aim('Threats against customers are brought to court', 'People arrested for threats', 'Arrests'),
    ],
    Prevent: [
      fewer('Fewer boys are asked to carry', 'Children known to carry for the group'),
      fewer('Those released do not go back to the line', 'Released people back in supply after half a year'),
      aim('Younger brothers and cousins have something better', 'Relatives referred to work or training', 'Referrals'),
      fewer('Missing episodes linked with supply fall', 'Missing episodes in a quarter'),
      fewer('Debts stop binding users to the group', 'Users who say they owe'),
    ],
    Protect: [
      fewer('Nobody’s home is used against their will', 'Homes found taken over in a quarter'),
      aim('Residents use the square again after dark', 'Residents who feel safe, of those asked'),
      aim('Exploited adults are known and supported', 'Adults made safe, with a plan', 'People safeguarded'),
      fewer('Shops trade without paying anyone off', 'Traders who report demands'),
      aim('Lodgers in shared houses can say no', 'Lodgers visited and content'),
    ],
    Prepare: [
      aim('Teams know the signs and what to do', 'Officers and partners briefed'),
      aim('A reprisal would be met within the hour', 'Exercises passed'),
      aim('What was learned reaches the next operation', 'Lessons put into practice'),
      aim('Residents know what happens after enforcement', 'People at the follow-up meetings'),
      aim('Strong batches are told of the same day', 'Alerts sent within a day'),
    ],
  },
  exploitation: {
    Pursue: [
      aim('Those who profit from the workers are charged', 'Suspects charged', 'Charges'),
      aim('The transport that moves people has stopped', 'Disruptions of the drivers and their vehicles', 'Disruptions'),
      aim('Controllers are bound by orders', 'Orders in force'),
      aim('Rents and wages can be followed to their end', 'Accounts traced'),
    ],
    Prevent: [
      aim('Recruiters find no agency to work with', 'Agencies that passed checks'),
      aim('Young people know how grooming begins', 'Pupils reached'),
      aim('Employers ask who is behind a gang', 'Employers signed up'),
      fewer('Online adverts for the address dry up', 'Adverts seen in a week'),
    ],
    Protect: [
      aim('Victims are out, safe and stay in contact', 'Victims brought to safety', 'People safeguarded'),
      aim('Children at the hotel are seen each week', 'Children seen weekly'),
      aim('Rooms let by the bed are inspected', 'Rooms inspected'),
      aim('Those at risk have one person to call', 'People with a named contact'),
    ],
    Prepare: [
      aim('A large find could be housed the same night', 'Beds agreed'),
      aim('Front desks know what to look for', 'Staff trained'),
      aim('Partners tell us in one way', 'Partner reports received'),
      aim('Interpreters come within two hours', 'Calls answered in time'),
    ],
  },
  money: {
    Pursue: [
      aim('The accounts are frozen before they empty', 'Pounds seized', 'Cash seized'),
      aim('Organisers abroad are named to their own police', 'Packages sent abroad'),
      aim('The shell companies are struck off', 'Companies dissolved'),
      aim('Insiders who opened the door are dealt with', 'Insiders arrested', 'Arrests'),
    ],
    Prevent: [
      fewer('Students stop lending their accounts', 'Mule accounts found at the college'),
      aim('Young coders take another road', 'Young people referred to a mentor', 'Referrals'),
      aim('Enablers along the parade say no', 'Enablers visited'),
      aim('Staff know how a bribe is offered', 'Staff who took the course'),
    ],
    Protect: [
      fewer('No victim loses money twice', 'Repeat victims in a quarter'),
      aim('Small firms check before they pay', 'Firms that check by phone'),
      aim('Councils can restore what is locked', 'Restores that worked'),
      aim('Older people are called before the caller', 'Call blockers fitted'),
    ],
    Prepare: [
      fewer('An attack costs hours and not weeks', 'Hours to recover in exercises'),
      aim('Victims hear from us within two days', 'Victims called in time'),
      aim('Banks and police act on one call', 'Calls acted on'),
      aim('Courts get expert evidence in time', 'Statements on time'),
    ],
  },
  property: {
    Pursue: [
      aim('The yard no longer takes stolen plant', 'Disruptions of the yard and its buyers', 'Disruptions'),
      aim('Handlers are convicted with the thieves', 'Handlers convicted'),
      fewer('The series across the border has ended', 'Linked offences in a month'),
      aim('False plates lead to arrests', 'People arrested on false plates', 'Arrests'),
    ],
    Prevent: [
      aim('Dealers ask where metal comes from', 'Dealers that passed inspection'),
      aim('Released thieves have work within a month', 'Released people in work'),
      aim('Sellers online refuse what is marked', 'Listings taken away'),
      aim('The lads on bikes join the workshop', 'Young people referred to the workshop', 'Referrals'),
    ],
    Protect: [
      aim('Farms are hard to steal from', 'Farms with marking'),
      fewer('The depot has lost nothing since the works', 'Thefts from the depot'),
      aim('Jewellers close together and safely', 'Shops that follow the plan'),
      fewer('Victims are not visited twice by thieves', 'Repeat victims'),
    ],
    Prepare: [
      aim('Patrols know the yards and lanes', 'Patrols briefed'),
      aim('Neighbouring forces answer across the border', 'Joint stops made'),
      aim('Calls give us numbers to look for', 'Calls with a serial number'),
      aim('Owners hear of a series the same day', 'Alerts sent the same day'),
    ],
  },
}
