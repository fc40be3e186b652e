import type { Operation } from '../operation.ts'
import { listPage } from './list-page.ts'
import { listThreats } from './list-threats.ts'
import { readThreat } from './read-threat.ts'

/** Every row of the table, in its order. */
export const operations: readonly Operation[] = [readThreat, listThreats, listPage]
