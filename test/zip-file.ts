import { crc32, deflateRawSync } from 'node:zlib'
import { fromBufferPromise } from 'yauzl'

/** A part of a zip, with what it says of itself when that is not so. */
export interface ZipPart {
  readonly name: string
  readonly content: string | Buffer
  /** Kept as it is instead of deflated. */
  readonly stored?: boolean
  /** The size that it says it has when unpacked. */
  readonly saysSize?: number
  readonly encrypted?: boolean
  /** Lies at the place of the part of this number instead of its own. */
  readonly liesAt?: number
}

/** A zip byte by byte, so that tests can make what no library would write. */
export function zipFile(parts: readonly ZipPart[]): Buffer {
  const locals: Buffer[] = []
  const entries: Buffer[] = []
  const offsets: number[] = []
  let offset = 0
  for (const part of parts) {
    const name = Buffer.from(part.name)
    const content = Buffer.from(part.content as string)
    const data = part.stored ? content : deflateRawSync(content)
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0)
    facts.writeUInt16LE((part.encrypted ? 1 : 0) | 0x800, 2)
    facts.writeUInt16LE(part.stored ? 0 : 8, 4)
    facts.writeUInt16LE(0x21, 8)
    facts.writeUInt32LE(crc32(content), 10)
    facts.writeUInt32LE(data.length, 14)
    facts.writeUInt32LE(part.saysSize ?? content.length, 18)
    facts.writeUInt16LE(name.length, 22)
    offsets.push(part.liesAt === undefined ? offset : (offsets[part.liesAt] ?? 0))
    if (part.liesAt === undefined) {
      const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), facts, name, data])
      locals.push(local)
      offset += local.length
    }
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offsets.at(-1) ?? 0, 10)
    entries.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), facts, tail, name]))
  }
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, directory, Buffer.from('PK\u0005\u0006'), end])
}

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

export interface WorkbookXml {
  /** The elements `row` of the first sheet. */
  readonly rows?: string
  /** The whole part, instead of `rows`. */
  readonly sheet?: string
  /** The elements `si`. */
  readonly strings?: string
  readonly styles?: string
  readonly workbook?: string
  readonly workbookType?: string
  readonly sheetTarget?: string
}

/** The parts of a workbook with one sheet, as a spreadsheet program names them. */
export function workbookParts(given: WorkbookXml = {}): ZipPart[] {
  const { rows = '', strings, styles } = given
  const target = given.sheetTarget ?? 'worksheets/sheet1.xml'
  const xml = (text: string) => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n${text}`
  const parts: ZipPart[] = [
    {
      name: '[Content_Types].xml',
      content: xml(
        `<Types xmlns="${packages}/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${given.workbookType ?? `${contentType}.sheet.main+xml`}"/></Types>`,
      ),
    },
    {
      name: '_rels/.rels',
      content: xml(
        `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      ),
    },
    {
      name: 'xl/workbook.xml',
      content:
        given.workbook ??
        xml(
          `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="First" sheetId="1" r:id="rId1"/></sheets></workbook>`,
        ),
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: xml(
        `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="${target}"/><Relationship Id="rId2" Type="${office}/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="${office}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId4" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
      ),
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      content: given.sheet ?? xml(`<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`),
    },
  ]
  if (strings !== undefined)
    parts.push({ name: 'xl/sharedStrings.xml', content: xml(`<sst xmlns="${main}">${strings}</sst>`) })
  if (styles !== undefined)
    parts.push({ name: 'xl/styles.xml', content: xml(`<styleSheet xmlns="${main}">${styles}</styleSheet>`) })
  return parts
}

/** A row of inline texts. */
export function textRow(number: number, ...texts: readonly string[]): string {
  const cells = texts.map(text => `<c t="inlineStr"><is><t>${text}</t></is></c>`)
  return `<row r="${number}">${cells.join('')}</row>`
}

/** The parts of a zip by their names. */
export async function unzipped(bytes: Buffer): Promise<ReadonlyMap<string, string>> {
  const zip = await fromBufferPromise(bytes)
  const parts = new Map<string, string>()
  for await (const entry of zip.eachEntry()) {
    const pieces = (await (await zip.openReadStreamPromise(entry)).toArray()) as Buffer[]
    parts.set(entry.fileName, Buffer.concat(pieces).toString('utf8'))
  }
  return parts
}
