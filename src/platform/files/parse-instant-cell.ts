import { type CellResult, read, unread } from './problem.ts'
import { problemOfDay } from './real-day.ts'
import { shown } from './show-value.ts'

const form =
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)(?:[Tt ](?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d{1,9}))?)?(?<zone>[Zz]|[+-]\d\d:\d\d)?)?$/
const example = 'such as 2026-11-22T09:30:00Z or 2026-11-22T09:30+01:00'
const widestZoneInMinutes = 14 * 60

/**
 * An instant from a cell: ISO 8601 with its zone (Z or ±hh:mm), seconds and their fraction optional, in 1900 or later and
 * not after `now`. Kept to the millisecond; further digits are cut, never rounded up. Spaces around it don't matter.
 */
export function parseInstantCell(cell: string, options: { readonly now: Date }): CellResult<Date> {
  const text = cell.trim()
  const parts = form.exec(text)?.groups
  if (parts === undefined) return unread(`${shown(text)} is not a date and time. Enter both with the zone, ${example}`)
  if (parts['hour'] === undefined)
    return unread(`${shown(text)} has no time. Enter a date and time with its zone, ${example}`)
  if (parts['zone'] === undefined) return unread(`${shown(text)} has no time zone. Add Z or an offset, ${example}`)

  const number = (part: string): number => Number(parts[part] ?? 0)
  const wrongDay = problemOfDay(number('year'), number('month'), number('day'))
  if (wrongDay !== undefined) return unread(`${shown(text)} ${wrongDay}. Enter a date and time ${example}`)
  const zone = zoneInMinutes(parts['zone'])
  if (number('hour') > 23 || number('minute') > 59 || number('second') > 59 || zone === undefined) {
    return unread(`${shown(text)} is not a real time. Enter a date and time ${example}`)
  }

  const millisecond = Number((parts['fraction'] ?? '').slice(0, 3).padEnd(3, '0'))
  const asUtc = Date.UTC(
    number('year'),
    number('month') - 1,
    number('day'),
    number('hour'),
    number('minute'),
    number('second'),
    millisecond,
  )
  const instant = new Date(asUtc - zone * 60_000)
  return instant > options.now ? unread(`${shown(text)} is in the future`) : read(instant)
}

function zoneInMinutes(zone: string): number | undefined {
  if (zone.toUpperCase() === 'Z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(4, 6))
  const size = hours * 60 + minutes
  if (minutes > 59 || size > widestZoneInMinutes) return undefined
  return zone.startsWith('-') ? -size : size
}
