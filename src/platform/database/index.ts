export { analyze } from './analyze.ts'
export { appRole, appUrlFor, assertLesserRole } from './app-role.ts'
export {
  type Database,
  openDatabase,
  type OpenOptions,
  openSeverable,
  type SeverableDatabase,
  type Transaction,
} from './open-database.ts'
export { waitingFor } from './pool-use.ts'
export { isFaultOfStatement, isStatedOtherwise } from './fault-of-statement.ts'
export { type GiveWay, givingNoWay, givingWay } from './give-way.ts'
export { migrate, type MigrateOptions } from './migrate.ts'
export { onlyRow } from './only-row.ts'
export { readAhead } from './read-ahead.ts'
export { isoInstant } from './read-instant.ts'
export {
  databaseInstant,
  instantNow,
  holdRecordingLock,
  holdRecordingLockFirst,
  recordingLockHeld,
  settledInstant,
} from './recording-lock.ts'
export { selectTogether } from './select-together.ts'
export type { DB as Tables } from './tables.ts'
export { keptForValues, plannedAnew, runInOrder, runPrepared, told } from './run-prepared.ts'
