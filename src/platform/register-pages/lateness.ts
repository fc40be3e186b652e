const minute = 60_000
const units = [
  { name: 'day', length: 24 * 60 * minute },
  { name: 'hour', length: 60 * minute },
  { name: 'minute', length: minute },
] as const

/** How long after it was recorded a state came to this database, in whole words: "3 days"; undefined within a minute. */
export function lateness(recordedAt: Date, enteredAt: Date): string | undefined {
  const between = enteredAt.getTime() - recordedAt.getTime()
  const unit = units.find(({ length }) => between >= length)
  if (unit === undefined) return undefined
  const count = Math.floor(between / unit.length)
  return `${count.toLocaleString('en-GB')} ${unit.name}${count === 1 ? '' : 's'}`
}
