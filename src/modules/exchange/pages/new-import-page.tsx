import { csvWriter, removeSpooled, workbookType, writeSpooledFile, writeSpooledWorkbook } from '#platform/files'
import {
  type Answer,
  file,
  notFound,
  page,
  redirect,
  type Register,
  type Route,
  route,
  type UploadedFile,
  type Visit,
} from '#platform/http'
import {
  Button,
  ButtonGroup,
  Details,
  errorOf,
  type FieldError,
  FileUpload,
  Form,
  PageHeading,
  Radios,
  TextArea,
} from '#ui'
import { z } from 'zod'
import type { RecordDeclaration } from '#platform/record'
import { columnWords } from '../column-words.ts'
import { fileColumns } from '../file-columns.ts'
import { type PastedHeader, readPasted } from '../pasted-rows.ts'
import { mostBytes, sendImport } from '../send-import.ts'
import { templateWorkbook } from '../template-workbook.ts'
import { capitalised } from './import-words.ts'

const common = { area: 'page', permission: 'import.run' } as const
const body = z.object({ register: z.string().catch(''), pasted: z.string().catch('') })

/** Sending a file, and what one looks like. */
export const newImportRoutes: readonly Route[] = [
  route({
    ...common,
    method: 'GET',
    path: '/imports/new',
    event: 'import.form-viewed',
    summary: 'The form to send an import file',
    handle: async visit => formPage(visit, { register: '', pasted: '' }, []),
  }),
  route({
    ...common,
    method: 'POST',
    path: '/imports/new',
    event: 'import.sent',
    summary: 'Send a CSV or XLSX file, or pasted rows, to be checked',
    body,
    upload: { maxBytes: mostBytes },
    handle: (visit, { body: typed, file: sent }) => takeForm(visit, typed, sent),
  }),
  route({
    ...common,
    method: 'GET',
    path: '/imports/templates/:file',
    event: 'import.template-downloaded',
    summary: 'An import file of a register to fill in: REGISTER.xlsx, or REGISTER for its header row as CSV',
    params: z.object({ file: z.string() }),
    handle: (visit, { params }) => templateFile(visit, params.file),
  }),
]

type Typed = z.infer<typeof body>

async function takeForm(visit: Visit, typed: Typed, sent: UploadedFile | undefined): Promise<Answer> {
  // A browser sends a file without a name, or an empty one, where none was chosen.
  const named = sent === undefined || sent.name === '' || sent.bytes === 0 ? undefined : sent
  const register = visit.house.registers.get(typed.register)
  const errors = problemsOf(register, named, typed.pasted)
  if (errors.length > 0 || register === undefined) return formPage(visit, typed, errors)
  if (named !== undefined) return sendFile(visit, typed.register, named)
  return sendPasted(visit, register, typed)
}

async function sendFile(visit: Visit, register: string, sent: UploadedFile): Promise<Answer> {
  const id = await sendImport(visit, { register, file: sent, fileName: sent.name, mode: 'check' })
  return redirect(`/imports/${id}`, { details: { importId: id, register } })
}

/** Pasted rows are kept, checked and taken as a file of the same rows is. */
async function sendPasted(visit: Visit, { record }: Register, typed: Typed): Promise<Answer> {
  const read = readPasted(record, typed.pasted)
  if (!read.ok) return formPage(visit, typed, [{ field: 'pasted', text: read.problem }])
  const written = await writeSpooledWorkbook([read.sheet])
  if (!written.ok) return formPage(visit, typed, [{ field: 'pasted', text: written.problem.problem }])
  try {
    const { path, bytes } = written.file
    const sent = { path, bytes, name: 'pasted' }
    const id = await sendImport(visit, {
      register: record.register,
      file: sent,
      fileName: 'Pasted rows.xlsx',
      mode: 'check',
    })
    visit.memory.set('done', pastedWords[read.header])
    return redirect(`/imports/${id}`, { details: { importId: id, register: record.register, header: read.header } })
  } finally {
    await removeSpooled(written.file)
  }
}

const pastedWords: Readonly<Record<PastedHeader, string>> = {
  'first row': 'The first row was read as the names of the columns',
  template: 'No names of columns were pasted, so they were read in the order of the template',
}

const xlsx = '.xlsx'

async function templateFile(visit: Visit, name: string): Promise<Answer> {
  const isWorkbook = name.endsWith(xlsx)
  const record = visit.house.registers.get(name.replace(/\.(?:csv|xlsx)$/, ''))?.record
  if (record === undefined) return notFound()
  const about = { name: `${record.register}-template`, details: { register: record.register } }
  if (isWorkbook) {
    const written = await writeSpooledWorkbook(await templateWorkbook(visit, record))
    if (!written.ok) throw new Error(written.problem.problem)
    return file({ ...about, path: written.file.path, name: `${about.name}.xlsx`, type: workbookType })
  }
  const labels = fileColumns(record).map(column => column.label)
  const written = await writeSpooledFile(csvWriter(labels), [])
  return file({ ...about, path: written.path, name: `${about.name}.csv`, type: 'text/csv; charset=utf-8' })
}

function problemsOf(
  register: Register | undefined,
  sent: UploadedFile | undefined,
  pasted: string,
): readonly FieldError[] {
  const errors: FieldError[] = []
  if (register === undefined) errors.push({ field: 'register', text: 'Select what the rows are' })
  const hasPasted = pasted.trim() !== ''
  if (sent === undefined && !hasPasted) errors.push({ field: 'file', text: 'Select a CSV or XLSX file, or paste rows' })
  if (sent !== undefined && hasPasted) {
    errors.push({ field: 'pasted', text: 'Send a file or paste rows, not both. Empty this box to send the file' })
  }
  return errors
}

const opening =
  'Send a file or paste rows. They are checked first: nothing is taken until you have seen what the check found. The same rows again change nothing.'

function formPage(visit: Visit, { register, pasted }: Typed, errors: readonly FieldError[]) {
  const registers = [...visit.house.registers.values()]
  return page({
    title: 'Import rows',
    status: errors.length > 0 ? 400 : 200,
    errors,
    breadcrumbs: [{ text: 'Imports', href: '/imports' }],
    body: (
      <>
        <PageHeading title="Import rows" />
        <p class="govuk-body">{opening}</p>
        <Form action="/imports/new" csrfToken={visit.csrfToken} upload>
          <Radios
            name="register"
            label="What are the rows?"
            choices={registers.map(({ record }) => ({ value: record.register, text: capitalised(namedAlone(record)) }))}
            value={register}
            inline
            error={errorOf(errors, 'register')}
          />
          <FileUpload
            name="file"
            label="CSV or XLSX file"
            hint="With a header row; of a workbook the first sheet is read. CSV in UTF-8, at most 200 MB"
            accept=".csv,text/csv,.xlsx"
            error={errorOf(errors, 'file')}
          />
          <TextArea
            name="pasted"
            label="Or rows copied from a spreadsheet"
            hint="Copy them with their header row and paste them here. Without one, the columns are read in the order of the template"
            rows={4}
            value={pasted}
            error={errorOf(errors, 'pasted')}
          />
          <ButtonGroup>
            <Button text="Check the rows" />
            <Button text="Cancel" kind="secondary" href="/imports" />
          </ButtonGroup>
        </Form>
        {registers.map(each => (
          <ColumnsOf register={each} />
        ))}
      </>
    ),
  })
}

/** A part is named with its whole: 'plan actions'. */
function namedAlone({ plural, within }: RecordDeclaration, noun = plural): string {
  return within === undefined ? noun : `${within.noun} ${noun}`
}

/** Which columns a register's files have, and what stands in them. */
function ColumnsOf({ register: { record } }: { readonly register: Register }) {
  const template = `/imports/templates/${record.register}`
  return (
    <Details summary={`Columns of a file of ${namedAlone(record)}`}>
      <p class="govuk-body">
        One row is one state of a {namedAlone(record, record.noun)}, whole, from the moment it was recorded. Columns may
        come in any order.
        {record.within === undefined ? null : ` Its ${record.within.noun} has to be here first: import those before.`}
      </p>
      <p class="govuk-body">
        <a class="govuk-link" href={`${template}.xlsx`}>
          Download a template with the allowed values, an example and notes (XLSX)
        </a>
        , or{' '}
        <a class="govuk-link" href={template}>
          an empty file of {record.plural} (CSV)
        </a>
      </p>
      <ul class="govuk-list govuk-list--bullet">
        {columnWords(record).map(({ label, optional, says }) => (
          <li>
            {label}
            {optional ? ' (optional)' : ''}
            {says === '' ? '' : `: ${says}`}
          </li>
        ))}
      </ul>
    </Details>
  )
}
