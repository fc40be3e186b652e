import type { FourP } from '#modules/plans'

/** Invented streets and districts: no address of the kind is meant. */
export const streets = [
  'Tanner Row', 'Ropewalk Court', 'Heron Wharf', 'Cobbler’s Yard', 'Almond Terrace', 'Mercer Street', 'Low Fold', 'Quarry Bank',
  'Lantern Close', 'Fuller’s Green', 'Saddler Lane', 'Beacon Rise', 'Weaver’s Gate', 'Otter Bridge', 'Chandler Walk', 'Rushy Field',
  'Gasworks Road', 'Starling Avenue', 'Pinfold Square', 'Dyer’s Croft', 'Signal Street', 'Maltings Way', 'Long Acre', 'Ferry Steps',
  'Bobbin Mill', 'Thistle Drive', 'Abbot’s Hay', 'Foundry Place', 'Kiln Brow', 'Sheepwash Lane', 'Holly Parade', 'Drovers’ End',
  'Spindle Court', 'Marsh Gate', 'Rectory Park', 'Cooper’s Arch', 'Stone Cross',
] as const
export const districts = [
  'Westering', 'Eastholme', 'Marlow Cross', 'Thornby', 'Netherfold', 'Saltmere', 'Oakenshaw Vale', 'Birchley', 'Crofton Heath',
  'Daleham', 'Elmside', 'Fallowby', 'Gorsefield', 'Hindle Moor', 'Ivelow', 'Kettlewood', 'Larkhill', 'Mossgate', 'Northing',
  'Orrelby', 'Penfold', 'Quernside', 'Ravensby', 'Scarfold', 'Tarnley', 'Ulverby', 'Whinfield', 'Yarrowdale', 'Amblecote',
] as const

/** Partners as plans call them, and what they said when they were asked. */
export const partners = [
  'housing association', 'youth justice team', 'licensing officers', 'probation service', 'school nurses', 'trading standards officers',
  'fire and rescue service', 'adult social care', 'Border Force', 'community safety partnership', 'college', 'street wardens',
  'drug and alcohol service', 'family hub', 'tenants’ group', 'food bank', 'business improvement district', 'emergency department',
  'parish council',
] as const
export const partnerWords = [
  'They know four of the families and will share visits', 'They offered a desk in their building on Thursdays',
  'They asked that enforcement wait until the school holidays are over', 'They have two mentors who can start within the month',
  'They can act on tenancies if we give them statements', 'They had not known of the address and will look at their own records',
  'They would rather we called a named person than the front desk', 'They have seen the same at the next estate and will tell us weekly',
  'They agreed to chair the follow-up meeting with residents', 'They warned that the last closure only moved it two streets',
  'They will train our officers in their referral form',
] as const

/** How actions end. */
export const actionEnds: Readonly<Record<FourP, readonly string[]>> = {
  Pursue: [
    'so that the charge covers the whole period', 'before the next delivery is due', 'and hand the product to the case lawyer',
    'while the covert window is open', 'then report to the tasking meeting', 'without showing our hand to the others',
    'using the new authority', 'and link each find to a person', 'ahead of the bail date', 'so the judge sees the scale',
    'and test the account he gave', 'with the financial investigator beside the team', 'until the picture is complete',
    'on three different days', 'as the reviewing lawyer asked', 'and weigh whether to go earlier', 'to close the gap in October',
  ],
  Prevent: [
    'and agree one thing each wants to change', 'before the summer break', 'with a follow-up call after ten days',
    'so that an offer stands by the time of release', 'at a time when parents can come', 'and leave a name to ring',
    'then tell the panel who took part', 'keeping the same worker throughout', 'where the group used to recruit',
    'and ask what made the difference', 'so no one is approached alone', 'using people who have been through it',
    'for a full school term', 'and count who comes back', 'starting with the two youngest', 'in their own language',
    'after the panel has met',
  ],
  Protect: [
    'and record what each person needs', 'so that callers turn away', 'within five working days', 'and go back after a month',
    'with consent, in writing', 'and tell the neighbourhood team the outcome', 'before enforcement makes it worse',
    'at hours when they are in', 'and put a marker on the address', 'taking someone they trust along', 'so that help is at hand',
    'and repair what was broken', 'while the suspects are in custody', 'for everybody on the landing', 'and check it still holds at Easter',
    'on the advice of the design officer', 'with the cost shared',
  ],
  Prepare: [
    'and note who is on call', 'twice before the winter', 'with those who were there last time', 'so that nobody has to ask',
    'and keep it to one page', 'in the shared folder that partners can open', 'using last year’s case', 'with a date to look again',
    'for nights and weekends too', 'and time how long it takes', 'then mend what did not work', 'at the next joint meeting',
    'including the press office', 'before officers change posts', 'with a copy for the control room', 'and thank those who came',
    'led by the co-ordinator',
  ],
}

/** What came of finished actions. */
export const outcomes = [
  'Done as planned; four people took part and the next step is agreed', 'Half of those asked came; the others are seen next month',
  'It showed a second address that we had not known of', 'No change yet; it is tried again in another way',
  'Better than hoped: two people asked for more of it', 'The partner now does it without being asked',
  'It took longer than planned and is finished now', 'Told us who else to speak to, and they have been',
] as const

/** What a plan is for, before its threat’s name. */
export const objectives = [
  'Take away what keeps it going, and leave the neighbourhood able to hold what is won:', 'End the harm to those it uses, first of all:',
  'Make it cost more than it earns, within the year:', 'Stop it growing beyond where it is today, then reduce it:',
  'Break the tie between those who order and those who carry out:', 'Give those it draws on a way out, and those who run it none:',
  'Bring it down to what local teams can manage alone:', 'Have nobody take its place when it falls:',
  'Protect those nearest to it while the investigation runs:', 'Close the doors it came in by, one after another:',
  'Put those who profit before a court, and their profit beyond reach:',
] as const

export const changesAtReviews = [
  'Two actions were finished, one was given to the housing team', 'The target for prevent was raised after a good quarter',
  'Nothing of substance: the plan holds and the next steps are due', 'One aim was sharpened, as its measure told us little',
  'The order of work was turned round: safeguarding first', 'An action was dropped as another force does it',
  'The new address was added, and visits to it', 'Days were moved to fit the court timetable',
] as const
export const investigationParts = [
  'The SIO told of the arrest phase and asked for visits to wait until after it', 'The SIO was there, and takes two of the actions',
  'The SIO’s deputy went through the forensic timetable with all', 'The SIO agreed which intelligence partners may have',
  'The SIO set out what is still missing for charges, and who gets it',
] as const
export const decisions = [
  ['Go for orders on two of the four, not on all', 'The evidence against the other two would not stand, and a refusal would cost more than it gains'],
  ['Tell the head teachers before enforcement', 'Children will be at home on the day; the risk that it gets out is small and was weighed'],
  ['Leave the corner shop alone for now', 'It is watched, and shows us who comes; looked at again at the next review'],
  ['Move the youth worker from the park to the college', 'Those at risk have started there; the park is quiet since June'],
  ['Ask the region for a surveillance week', 'Our own team is committed until the trial, and the couriers change by then'],
  ['Not to use the informant’s account', 'It would name him to all who know; two other sources say the same'],
] as const
