export { type AsAt, asAtInstant, asAtText, lastInstantOf, now, parseAsAt } from './as-at.ts'
export { addDays, dayOf, isDay, isInstant, londonToday } from './days.ts'
