import { readSettings, type Settings } from '#platform/config'
import type { JobContext } from '#platform/http'

/** The settings that a job works with. The server read them at its start, and refused to start on any that are wrong. */
export function settingsFrom(settings: JobContext['settings']): Settings {
  const read = readSettings(settings)
  if ('problems' in read) throw new Error(read.problems.join(' '))
  return read.settings
}
