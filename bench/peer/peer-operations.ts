import type { Operation } from '../operation.ts'
import { peerYearsFigures } from './figures.ts'
import { peerInserts } from './insert.ts'
import { peerLists } from './list.ts'
import { peerReads } from './read.ts'

/** Ours against Directus on the same PostgreSQL and the same rows. */
export const peerOperations: readonly Operation[] = [peerReads, peerLists, peerYearsFigures, peerInserts]
