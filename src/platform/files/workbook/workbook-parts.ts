import { posix } from 'node:path'
import type { SaxesTagNS } from 'saxes'
import { shown } from '../show-value.ts'
import { damaged, type Package } from './open-package.ts'
import { attributeOf, readWholeXml } from './read-xml.ts'

/** Where the parts of a workbook are that its first sheet is read from. */
export interface WorkbookParts {
  readonly sheet: string
  readonly sharedStrings: string | undefined
  readonly styles: string | undefined
  readonly from1904: boolean
  /** What to know about which sheet is read. */
  readonly warnings: readonly string[]
}

export type FoundParts =
  { readonly ok: true; readonly parts: WorkbookParts } | { readonly ok: false; readonly problem: string }

/**
 * Finds the first sheet that people see, in the workbook's own order: hidden sheets, and sheets of a chart alone, are passed
 * by. Refuses what is no workbook, or one with macros, by what it says it is, whatever the file is called.
 */
export async function findParts(parts: Package): Promise<FoundParts> {
  const other = otherDocument(parts)
  if (other !== undefined) return { ok: false, problem: other }
  const root = await readRelationships(parts, '')
  if (typeof root === 'string') return { ok: false, problem: root }
  const workbook = root.find(({ type }) => type.endsWith('/officeDocument'))?.target
  if (workbook === undefined || !parts.has(workbook)) return { ok: false, problem: notAWorkbook }
  const kind = await readKind(parts, workbook)
  if (kind !== undefined) return { ok: false, problem: kind }
  return findSheet(parts, workbook)
}

interface Relationship {
  readonly id: string
  readonly type: string
  readonly target: string
}

interface ListedSheet {
  readonly name: string
  readonly isHidden: boolean
  readonly relationship: string
}

async function findSheet(parts: Package, workbook: string): Promise<FoundParts> {
  const related = await readRelationships(parts, workbook)
  if (typeof related === 'string') return { ok: false, problem: related }
  const sheets: ListedSheet[] = []
  let from1904 = false
  const problem = await readWholeXml(parts.read(workbook, 'small'), {
    open: tag => {
      if (tag.local === 'sheet') sheets.push(listedSheet(tag))
      if (tag.local === 'workbookPr') from1904 = ['1', 'true'].includes(attributeOf(tag, 'date1904') ?? '')
    },
  })
  if (problem !== undefined) return { ok: false, problem }

  const targets = new Map(related.filter(isWorksheet).map(({ id, target }) => [id, target]))
  const worksheets = sheets.filter(sheet => targets.has(sheet.relationship))
  const first = worksheets.find(sheet => !sheet.isHidden)
  const target = targets.get(first?.relationship ?? '')
  if (first === undefined || target === undefined || !parts.has(target)) return { ok: false, problem: noSheet }
  const before = worksheets.slice(0, worksheets.indexOf(first)).map(sheet => shown(sheet.name))
  const part = (type: string): string | undefined =>
    related.find(one => one.type.endsWith(type) && parts.has(one.target))?.target
  return {
    ok: true,
    parts: {
      sheet: target,
      sharedStrings: part('/sharedStrings'),
      styles: part('/styles'),
      from1904,
      warnings: before.length === 0 ? [] : [hiddenBefore(before, first.name)],
    },
  }
}

function isWorksheet({ type }: Relationship): boolean {
  return type.endsWith('/worksheet')
}

function listedSheet(tag: SaxesTagNS): ListedSheet {
  const id = Object.values(tag.attributes).find(({ local, prefix }) => local === 'id' && prefix !== '')
  return {
    name: attributeOf(tag, 'name') ?? '',
    isHidden: (attributeOf(tag, 'state') ?? 'visible') !== 'visible',
    relationship: id?.value ?? '',
  }
}

function hiddenBefore(names: readonly string[], read: string): string {
  const [verb, noun] = names.length === 1 ? ['is', 'sheet'] : ['are', 'sheets']
  return `The hidden ${noun} ${names.join(', ')} ${verb} not read. The first sheet that is not hidden is: ${shown(read)}`
}

/** Relationships of a part, or of the whole file (''); targets as names of parts. Those that lead outside are left out. */
async function readRelationships(parts: Package, of: string): Promise<readonly Relationship[] | string> {
  const name = posix.join(posix.dirname(of), '_rels', `${posix.basename(of)}.rels`)
  if (!parts.has(name)) return of === '' ? notAWorkbook : damaged
  const found: Relationship[] = []
  const problem = await readWholeXml(parts.read(name, 'small'), {
    open: tag => {
      if (tag.local !== 'Relationship' || attributeOf(tag, 'TargetMode') === 'External') return
      const target = attributeOf(tag, 'Target') ?? ''
      const resolved = posix.resolve('/', posix.dirname(of), target).slice(1)
      found.push({ id: attributeOf(tag, 'Id') ?? '', type: attributeOf(tag, 'Type') ?? '', target: resolved })
    },
  })
  return problem ?? found
}

const contentTypes = '[Content_Types].xml'

/** Why a workbook of this content type is not read, or undefined. */
async function readKind(parts: Package, workbook: string): Promise<string | undefined> {
  if (!parts.has(contentTypes)) return notAWorkbook
  const types = new Map<string, string>()
  const byEnding = new Map<string, string>()
  const problem = await readWholeXml(parts.read(contentTypes, 'small'), {
    open: tag => {
      const type = attributeOf(tag, 'ContentType') ?? ''
      if (tag.local === 'Override') types.set((attributeOf(tag, 'PartName') ?? '').slice(1).toLowerCase(), type)
      if (tag.local === 'Default') byEnding.set((attributeOf(tag, 'Extension') ?? '').toLowerCase(), type)
    },
  })
  if (problem !== undefined) return problem
  const type = types.get(workbook.toLowerCase()) ?? byEnding.get(posix.extname(workbook).slice(1).toLowerCase()) ?? ''
  const isMacro =
    type.includes('macroEnabled') || [...types.values(), ...byEnding.values()].some(each => each.includes('vbaProject'))
  if (type.includes('sheet.binary')) return otherKind('an Excel binary workbook (.xlsb)')
  if (isMacro) return otherKind('a workbook with macros (.xlsm), which are never taken in')
  return type.endsWith('spreadsheetml.sheet.main+xml') || type.endsWith('spreadsheetml.template.main+xml')
    ? undefined
    : notAWorkbook
}

function otherDocument(parts: Package): string | undefined {
  if (parts.has('mimetype') && parts.has('content.xml')) return otherKind('an OpenDocument file (.ods)')
  if (parts.has('word/document.xml')) return otherKind('a Word document')
  return parts.has('ppt/presentation.xml') ? otherKind('a PowerPoint presentation') : undefined
}

function otherKind(what: string): string {
  return `The file is ${what}. Save the sheet as “Excel workbook (.xlsx)” or as CSV and use that file`
}

const notAWorkbook =
  'The file is a zip file and not an Excel workbook. Save the sheet as “Excel workbook (.xlsx)” or as CSV and use that file'
const noSheet = 'The workbook has no sheet that can be read. Put the rows on its first sheet, and let it not be hidden'
