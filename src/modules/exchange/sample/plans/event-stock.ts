import type { FourP } from '#modules/plans'
import type { CrimeFamily } from './action-stock.ts'
import type { Draw } from './draw.ts'
import type { FileRow } from './sample-plan.ts'

/** An invented event that disrupted a threat: what happened, before its place, and the tactic of the list that it was. */
export interface StockEvent {
  readonly says: string
  readonly tactic: string
}

const event = (tactic: string, says: string): StockEvent => ({ says, tactic })

/** Events by kind of crime and P. */
const stockEvents: Readonly<Record<CrimeFamily, Readonly<Record<FourP, readonly StockEvent[]>>>> = {
  supply: {
    Pursue: [
      event('Search warrant', 'Warrants at two flats, stock and scales found'),
      event('Seizure of drugs', 'Delivery stopped and the courier detained'),
      event('Charge or remand', 'Runners charged and kept in custody'),
      event('Closure of a phone line', 'Line cut off, its holder arrested'),
      event('Seizure of cash or assets', 'Cash kept at a takeaway seized'),
      event('Seizure of weapons', 'Shotgun and shells found in a lock-up'),
    ],
    Prevent: [
      event('Diversion of a young person', 'Boy who carried took a place on the scheme'),
      event('Cease and desist visit', 'Associates visited and told to stop'),
      event('Work with someone in or leaving prison', 'Released man kept away and in work'),
    ],
    Protect: [
      event('Safeguarding visit', 'Home taken back from the group'),
      event('Closure of premises', 'House that drew callers closed by the court'),
      event('Referral of a victim', 'Exploited lodger referred and rehoused'),
    ],
    Prepare: [
      event('Training for staff of partners', 'Housing officers trained, first report acted on'),
      event('Exercise or plan for when it happens', 'Reprisal plan practised and then used'),
      event('Support for a community afterwards', 'Drop-in held after arrests, names came forward'),
    ],
  },
  exploitation: {
    Pursue: [
      event('Arrest', 'Gangmaster’s driver arrested at the pick-up'),
      event('Search warrant', 'Shared house searched, passports found'),
      event('Charge or remand', 'Those who took the rent charged'),
      event('Court order against a person', 'Order limits whom the controller may employ'),
    ],
    Prevent: [
      event('Talk or session in a school or club', 'Pupils heard how it begins, two asked for help'),
      event('Cease and desist visit', 'Agency told to end its deal with the group'),
    ],
    Protect: [
      event('Safeguarding visit', 'Women found at a flat brought to safety'),
      event('Referral of a victim', 'Workers referred to the national mechanism'),
    ],
    Prepare: [
      event('Training for staff of partners', 'Hotel front desk called as trained, stay refused'),
      event('Exercise or plan for when it happens', 'Reception plan used for a group found by night'),
    ],
  },
  money: {
    Pursue: [
      event('Seizure of cash or assets', 'Accounts frozen before they were emptied'),
      event('Arrest', 'Courier arrested on the doorstep'),
      event('Charge or remand', 'Bookkeeper charged'),
    ],
    Prevent: [
      event('Cease and desist visit', 'Resellers told to stop, their site is gone'),
      event('Diversion of a young person', 'Student who lent his account led away from it'),
    ],
    Protect: [
      event('Referral of a victim', 'Victim called in time, payment held back'),
      event('Warning to those at risk', 'Clinics warned, two false invoices refused'),
    ],
    Prepare: [
      event('Exercise or plan for when it happens', 'First day after an outage rehearsed, restore held'),
      event('Training for staff of partners', 'Branch staff trained, withdrawal stopped'),
    ],
  },
  property: {
    Pursue: [
      event('Seizure of vehicles or goods', 'Stolen plant recovered from under sheeting'),
      event('Arrest', 'Handler arrested at the sale'),
      event('Stop of a vehicle or person', 'Low-loader stopped on false plates'),
    ],
    Prevent: [
      event('Work with someone in or leaving prison', 'Released brothers started work with the fencing firm'),
      event('Diversion of a young person', 'Lad who rode the stolen bikes joined the workshop'),
      event('Cease and desist visit', 'Online sellers told to stop, listings gone'),
    ],
    Protect: [
      event('Target hardening', 'Fence and trackers fitted, two attempts failed'),
      event('Warning to those at risk', 'Farms warned the same day, thieves turned back'),
    ],
    Prepare: [
      event('Training for staff of partners', 'Call taker asked for the number, digger found'),
      event('Learning put into practice', 'Cross-border stop agreed after the debrief'),
    ],
  },
}

/** Tactics that add to what an aim is measured by. */
const addingTo: Readonly<Record<string, readonly string[]>> = {
  Arrests: ['Arrest', 'Search warrant', 'Seizure of drugs', 'Closure of a phone line', 'Stop of a vehicle or person'],
  Charges: ['Charge or remand'],
  'Cash seized': ['Seizure of cash or assets', 'Search warrant'],
  'People safeguarded': ['Safeguarding visit', 'Referral of a victim'],
  Referrals: ['Diversion of a young person', 'Talk or session in a school or club'],
}

/** An event of a kind of crime and a P: mostly one that counts towards the aim it serves, where that is counted. */
export function drawEvent(family: CrimeFamily, p: FourP, measuredBy: string, draw: Draw): StockEvent {
  const all = stockEvents[family][p]
  const fitting = all.filter(({ tactic }) => addingTo[measuredBy]?.includes(tactic))
  return draw.one(fitting.length > 0 && draw.between(1, 4) > 1 ? fitting : all)
}

const people = (draw: Draw) => String(draw.between(1, 3))

const results: Readonly<Record<string, (draw: Draw) => FileRow>> = {
  Arrest: draw => ({ Arrests: people(draw) }),
  'Search warrant': draw => ({ Arrests: people(draw), 'Cash seized (GBP)': `${draw.between(8, 95)}0.00` }),
  'Seizure of drugs': draw => ({ Arrests: '1', 'Drugs, class A (grams)': String(draw.between(20, 900)) }),
  'Charge or remand': draw => ({ Charges: people(draw) }),
  'Closure of a phone line': () => ({ Arrests: '1', 'Phone lines closed': '1' }),
  'Seizure of weapons': () => ({ Firearms: '1' }),
  'Seizure of cash or assets': draw => ({ 'Cash seized (GBP)': `${draw.between(12, 160)}00.00` }),
  'Court order against a person': () => ({ Orders: '1' }),
  'Seizure of vehicles or goods': draw => ({ Vehicles: people(draw) }),
  'Stop of a vehicle or person': () => ({ Arrests: '1', Vehicles: '1' }),
  'Diversion of a young person': draw => ({ Referrals: people(draw) }),
  'Talk or session in a school or club': () => ({ Referrals: '2' }),
  'Safeguarding visit': draw => ({ 'Adults safeguarded': people(draw), 'Children safeguarded': String(draw.between(0, 2)) }),
  'Referral of a victim': draw => ({ 'Adults safeguarded': '1', Referrals: people(draw) }),
}

/** What came of an event, by the labels of its file's columns. */
export function resultsOf({ tactic }: StockEvent, draw: Draw): FileRow {
  return { Arrests: '0', 'Cash seized (GBP)': '0.00', ...results[tactic]?.(draw) }
}
