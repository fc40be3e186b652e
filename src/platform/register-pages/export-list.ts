import { asAtText, dayOf } from '#platform/clock'
import {
  csvWriter,
  oneByOne,
  type SheetColumn,
  workbookType,
  writeSpooledBatches,
  writeSpooledWorkbook,
  type WrittenWorkbook,
} from '#platform/files'
import { type Answer, file, refused, type Visit } from '#platform/http'
import { fieldsOf, type RecordDeclaration, type RecordState, streamRecords } from '#platform/record'
import { sql } from 'kysely'
import { filterNames } from './list-page.tsx'
import { readListRequest, selectionOf } from './list-request.ts'
import { reasonIsGiven, reasonPage } from './reason-first.tsx'
import type { RegisterPages } from './register-pages.ts'
import { columnKind, fileValue } from './show-value.tsx'
import { holdsHandling } from './record-store.ts'

/** How a list is exported. */
export type ListFormat = 'csv' | 'xlsx'

/** Exactly the records that the list with the same address holds, all fields of each, as a file that can be imported again. */
export async function exportList(pages: RegisterPages, visit: Visit, format: ListFormat): Promise<Answer> {
  const request = readListRequest(pages, visit.query)
  if (request.problems.length > 0) {
    const says = request.problems.map(({ field, problem }) => `${field}: ${problem}`).join('. ')
    return refused({ status: 400, title: 'The filters can’t be read', says })
  }
  await sql`set local statement_timeout = '10min'`.execute(visit.tx)
  const selection = { ...(await selectionOf(pages, visit, request)), order: request.order }
  if (!reasonIsGiven(visit)) {
    if (await holdsHandling(visit.tx, pages.record, selection, visit.actor.reasonDemandedFor)) return reasonPage(visit)
  }
  const references: string[] = []
  const rows = rowsOf(pages.record, streamRecords(visit.tx, pages.record, selection), references)
  const written = await writers[format](pages.record, rows)
  if (!written.ok) {
    const says = `${written.problem.problem}.`
    return refused({ status: 422, title: 'There are too many rows for a sheet', says })
  }
  return file({
    path: written.file.path,
    name: `${pages.record.register}-${(asAtText(visit.asAt) ?? dayOf(visit.present)).replaceAll(':', '')}.${format}`,
    type: format === 'csv' ? 'text/csv; charset=utf-8' : workbookType,
    shown: { register: pages.record.register, references },
    details: { format, filters: filterNames(request), rows: written.file.rows },
  })
}

type Rows = AsyncIterable<readonly (readonly string[])[]>

const writers: Readonly<Record<ListFormat, (record: RecordDeclaration, rows: Rows) => Promise<WrittenWorkbook>>> = {
  csv: async (record, rows) => {
    const labels = columnsOf(record).map(column => column.label)
    return { ok: true, file: await writeSpooledBatches(csvWriter(labels), rows) }
  },
  xlsx: (record, rows) =>
    writeSpooledWorkbook([{ name: record.plural, columns: columnsOf(record), rows: oneByOne(rows) }]),
}

function columnsOf(record: RecordDeclaration): readonly SheetColumn[] {
  const own = ['Recorded at', 'Entered at', 'Handling'].map(label => ({ label }))
  return [...fieldsOf(record).map(([, field]) => ({ label: field.label, kind: columnKind(field) })), ...own]
}

async function* rowsOf(
  record: RecordDeclaration,
  batches: AsyncIterable<readonly RecordState[]>,
  references: string[],
): AsyncGenerator<readonly (readonly string[])[]> {
  for await (const states of batches) {
    for (const { reference } of states) references.push(reference)
    yield states.map(state => [
      ...fieldsOf(record).map(([name, field]) => fileValue(field, state.values[name] ?? null)),
      state.recordedFrom.toISOString(),
      state.enteredAt.toISOString(),
      state.handling,
    ])
  }
}
