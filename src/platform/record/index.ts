export { countAnew, countedLately } from './counted-lately.ts'
export { type Cursor, isCursor, type Order } from './cursor.ts'
export {
  declareRecord,
  type Field,
  type FieldKind,
  fieldsOf,
  type FieldValue,
  type FilterKind,
  type Handling,
  handlings,
  type RecordDeclaration,
  type RecordState,
  type RecordValues,
  type RowRule,
  statableFields,
} from './declaration.ts'
export { type FieldFilter, type Filters, filtersToQuery, readFilters, type ReadFilters } from './filters.ts'
export { type Knowledge, knownState } from './known.ts'
export { countRecords, listCounted, listRecords, type Page, streamRecords } from './list-records.ts'
export { type PageRequest, type Selection, selectionCondition } from './selection.ts'
export { type OrganisationFinder, type ParsedField, parseField } from './parse-field.ts'
export { type Change, changesBetween, type HistoryEntry, historyOf, readRecord } from './read-record.ts'
export { sixCharacters } from './new-reference.ts'
export { findOrganisations, organisationIds } from './organisation-names.ts'
export { missingFields } from './missing-fields.ts'
export type {
  FieldProblem,
  RecordedVersion,
  Recorder,
  Recording,
  RecordOutcome,
  StoredValues,
} from './record-outcome.ts'
export { markInError, recordAgain, recordState } from './record-state.ts'
export { settleRecords } from './settle-records.ts'
export { fieldColumn, stateColumns, type StateRow, stateSource, stateTable, toState } from './state-query.ts'
export {
  countProblems,
  dropProblemStates,
  findStagedProblems,
  keepProblems,
  listProblems,
  problemsOfLines,
  type StagedProblem,
  stageProblems,
} from './staged-problems.ts'
export { containsText, foundByAny, isAskedByParts, literally, referenceLike } from './texts-in-use.ts'
export {
  type Provenance,
  registerIsEmpty,
  sameContent,
  stagedColumns,
  stagedTable,
  stageStates,
  type Taken,
  takeStagedStates,
} from './take-states.ts'
