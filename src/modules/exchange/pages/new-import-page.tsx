import { csvWriter, writeSpooledFile } from '#platform/files'
import {
  file,
  notFound,
  type Offers,
  page,
  redirect,
  type Register,
  type Route,
  route,
  type Visit,
} from '#platform/http'
import { fieldsOf } from '#platform/record'
import { Button, ButtonGroup, Details, errorOf, type FieldError, FileUpload, Form, PageHeading, Radios } from '#ui'
import { z } from 'zod'
import { fileColumns, handlingColumn, recordedAtColumn } from '../file-columns.ts'
import { mostBytes, sendImport } from '../send-import.ts'
import { capitalised } from './import-words.ts'

const common = { area: 'page', permission: 'import.run' } as const
const body = z.object({ register: z.string().catch('') })

/** Sending a file, and what one looks like. */
export const newImportRoutes: readonly Route[] = [
  route({
    ...common,
    method: 'GET',
    path: '/imports/new',
    event: 'import.form-viewed',
    summary: 'The form to send an import file',
    handle: async visit => formPage(visit, '', []),
  }),
  route({
    ...common,
    method: 'POST',
    path: '/imports/new',
    event: 'import.sent',
    summary: 'Send a CSV file to be checked',
    body,
    upload: { maxBytes: mostBytes },
    handle: async (visit, { body: { register }, file: sent }) => {
      const errors = problemsOf(visit.house, register, sent?.name)
      if (errors.length > 0 || sent === undefined) return formPage(visit, register, errors)
      const id = await sendImport(visit, { register, file: sent, fileName: sent.name, mode: 'check' })
      return redirect(`/imports/${id}`, { details: { importId: id, register } })
    },
  }),
  route({
    ...common,
    method: 'GET',
    path: '/imports/templates/:register',
    event: 'import.template-downloaded',
    summary: 'The header row of a register’s import files',
    params: z.object({ register: z.string() }),
    handle: async (visit, { params }) => {
      const register = visit.house.registers.get(params.register)
      if (register === undefined) return notFound()
      const labels = fileColumns(register.record).map(column => column.label)
      const written = await writeSpooledFile(csvWriter(labels), [])
      return file({ path: written.path, name: `${params.register}-template.csv`, type: 'text/csv; charset=utf-8' })
    },
  }),
]

function problemsOf(house: Offers, register: string, fileName: string | undefined): readonly FieldError[] {
  const errors: FieldError[] = []
  if (!house.registers.has(register)) errors.push({ field: 'register', text: 'Select what the file holds' })
  if (fileName === undefined || fileName === '') errors.push({ field: 'file', text: 'Select a CSV file' })
  return errors
}

function formPage(visit: Visit, register: string, errors: readonly FieldError[]) {
  const registers = [...visit.house.registers.values()]
  return page({
    title: 'Import a file',
    status: errors.length > 0 ? 400 : 200,
    errors,
    breadcrumbs: [{ text: 'Imports', href: '/imports' }],
    body: (
      <>
        <PageHeading title="Import a file" />
        <p class="govuk-body">
          The file is checked first. Nothing is taken until you have seen what the check found. The same rows again
          change nothing.
        </p>
        <Form action="/imports/new" csrfToken={visit.csrfToken} upload>
          <Radios
            name="register"
            label="What does the file hold?"
            choices={registers.map(({ record }) => ({ value: record.register, text: capitalised(record.plural) }))}
            value={register}
            inline
            error={errorOf(errors, 'register')}
          />
          <FileUpload
            name="file"
            label="CSV file"
            hint="UTF-8, with a header row; at most 200 MB"
            accept=".csv,text/csv"
            error={errorOf(errors, 'file')}
          />
          <ButtonGroup>
            <Button text="Check the file" />
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

/** Which columns a register's files have, and what stands in them. */
function ColumnsOf({ register: { record } }: { readonly register: Register }) {
  return (
    <Details summary={`Columns of a file of ${record.plural}`}>
      <p class="govuk-body">
        One row is one state of a {record.noun}, whole, from the moment it was recorded. Columns may come in any order.{' '}
        <a class="govuk-link" href={`/imports/templates/${record.register}`}>
          Download an empty file of {record.plural} (CSV)
        </a>
      </p>
      <ul class="govuk-list govuk-list--bullet">
        <li>{recordedAtColumn}: date and time with its zone, such as 2026-11-22T09:30:00Z</li>
        {fieldsOf(record).map(([, field]) => (
          <li>
            {field.label}
            {field.optional ? ' (optional)' : ''}
            {field.kind === 'choice' ? `: ${field.options?.join(', ')}` : (kindWords[field.kind] ?? '')}
          </li>
        ))}
        <li>{handlingColumn} (optional): Shared, Region, Organisation; Region when it is never stated</li>
      </ul>
    </Details>
  )
}

const kindWords: Readonly<Record<string, string>> = {
  organisation: ': its name or PNC code',
  day: ': a date such as 2026-11-22',
  count: ': a whole number',
  money: ': pounds, such as 4800.50',
  email: ': an email address',
}
