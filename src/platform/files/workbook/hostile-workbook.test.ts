import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { textRow, workbookParts, zipFile, type ZipPart } from '#test/zip-file'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hostile-workbook-'))
  // As the program has it: to read our own sources Node would take as much memory again as the file does.
  await build({
    entryPoints: [fileURLToPath(new URL('../index.ts', import.meta.url))],
    outfile: join(folder, 'files.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire('file:///')" },
  })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

// The most memory that the process itself ever had: `maxRSS` counts what it had of its parent's before it became another program.
const child = `
  const { readFileSync } = await import('node:fs')
  const peak = () => {
    if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024
    return Number(/VmHWM:\\s+(\\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024
  }
  const { readRows } = await import(process.argv[2])
  const said = { rows: 0 }
  for await (const item of readRows(process.argv[1])) {
    said.rows++
    if (item.kind === 'stopped') said.last = item.problem
  }
  console.log(JSON.stringify({ ...said, maxMemory: peak() }))`

interface Said {
  readonly rows: number
  readonly last: { readonly problem: string } | undefined
  readonly maxMemory: number
}

/** Reads a file in a process of its own, whose memory is for this file alone. */
async function readApart(content: Buffer | string): Promise<Said> {
  const path = typeof content === 'string' ? content : join(folder, 'file')
  if (typeof content !== 'string') await writeFile(path, content)
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '-e',
    child,
    path,
    join(folder, 'files.mjs'),
  ])
  return JSON.parse(stdout) as Said
}

async function refusalOf(content: Buffer | string): Promise<string> {
  const said = await readApart(content)
  expect(said.maxMemory).toBeLessThan(mostMemory)
  return said.last?.problem ?? `was read: ${said.rows} items`
}

const good = workbookParts({ rows: textRow(1, 'Name', 'Tier') + textRow(2, 'A', '1') })
const withPart = (...parts: readonly ZipPart[]): Buffer => zipFile([...good, ...parts])
const withSheet = (sheet: string): Buffer => zipFile(workbookParts({ sheet }))
const megabyte = 1024 * 1024
const mostMemory = 200 * megabyte
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const sample = (name: string): string => fileURLToPath(new URL(`../samples/${name}`, import.meta.url))

describe('files that are no honest workbook are refused with a line, in little memory', () => {
  test('but an honest one made in the same way is read', async () => {
    expect(await refusalOf(zipFile(good))).toBe('was read: 2 items')
  })

  test('a bomb of zeros', async () => {
    const bomb = { name: 'xl/media/image1.png', content: Buffer.alloc(150 * megabyte) }
    expect(await refusalOf(withPart(bomb))).toMatch(/larger than 100 MB when unpacked\. Split it/)
  })

  test('a bomb whose sheet says that it is small', async () => {
    const parts = workbookParts({ rows: textRow(1, 'A') + ' '.repeat(150 * megabyte) })
    const lying = parts.map(part => (part.name.endsWith('sheet1.xml') ? { ...part, saysSize: 5000 } : part))
    expect(await refusalOf(zipFile(lying))).toMatch(/of another size than it says/)
  })

  test('20,000 parts', async () => {
    const parts = Array.from({ length: 20_000 }, (_none, place) => ({ name: `xl/part${place}.xml`, content: '' }))
    expect(await refusalOf(withPart(...parts))).toMatch(/more than 1,000 parts/)
  })

  test('parts that lie in one another', async () => {
    const kernel = { name: 'xl/a.xml', content: 'x'.repeat(100_000) }
    const same = { ...kernel, name: 'xl/b.xml', liesAt: good.length }
    expect(await refusalOf(withPart(kernel, same))).toMatch(/parts that lie in one another/)
  })

  test('two parts of one name', async () => {
    expect(await refusalOf(withPart({ name: 'XL/Workbook.xml', content: '' }))).toMatch(
      /two parts of the name ‘XL\/Workb/,
    )
  })

  test.each(['../../etc/passwd', '/etc/passwd', 'C:/Windows/x.dll', 'xl/../../x', '..\\..\\x'])(
    'a part called %s, which is written nowhere',
    async name => {
      expect(await refusalOf(withPart({ name, content: 'x' }))).toMatch(/a part whose name leads out of it/)
    },
  )

  test('an encrypted zip', async () => {
    expect(await refusalOf(withPart({ name: 'xl/secret.xml', content: 'x', encrypted: true }))).toMatch(
      /protected by a password\. Save it without one/,
    )
  })

  test('entity declarations: a billion laughs, and a file of the machine', async () => {
    const laughs = `<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet xmlns="${main}"><sheetData>${textRow(1, '&b;')}</sheetData></worksheet>`
    const outside = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><worksheet xmlns="${main}"><sheetData>${textRow(1, '&f;')}</sheetData></worksheet>`
    for (const sheet of [laughs, outside]) {
      expect(await refusalOf(withSheet(sheet))).toMatch(/declares a document type or entities/)
    }
  })

  test('an entity that nobody declared', async () => {
    expect(
      await refusalOf(withSheet(`<worksheet xmlns="${main}"><sheetData>${textRow(1, '&f;')}</sheetData></worksheet>`)),
    ).toMatch(/cut off or damaged/)
  })

  test('a file cut off at any place', async () => {
    const whole = zipFile(good)
    for (const share of [0.5, 0.99]) {
      expect(await refusalOf(whole.subarray(0, Math.floor(whole.length * share)))).toMatch(/cut off or damaged/)
    }
  })

  test('a part whose bytes are spoilt', async () => {
    const spoilt = zipFile(workbookParts({ rows: textRow(1, 'A') + textRow(2, 'B'.repeat(9000)) }))
    const at = spoilt.indexOf('sheet1.xml') + 40
    spoilt.fill(0xff, at, at + 40)
    expect(await refusalOf(spoilt)).toMatch(/cut off or damaged/)
  })

  test('XML in XML in XML', async () => {
    const deep = '<row>'.repeat(2 * megabyte)
    expect(await refusalOf(withSheet(`<worksheet xmlns="${main}"><sheetData>${deep}`))).toMatch(/cut off or damaged/)
  })

  test('one value of 90 MB', async () => {
    const sheet = `<worksheet xmlns="${main}"><sheetData>${textRow(1, 'A'.repeat(90 * megabyte))}</sheetData></worksheet>`
    expect(await refusalOf(withSheet(sheet))).toMatch(/a value of more than a million characters/)
  })

  test('one tag, or one comment, of 90 MB', async () => {
    for (const opening of ['<worksheet a="', '<worksheet><!-- <']) {
      expect(await refusalOf(withSheet(opening + '-<'.repeat(45 * megabyte)))).toMatch(
        /a value of more than a million characters|cut off or damaged/,
      )
    }
  })

  test('one short text that is that of millions of cells', async () => {
    const row = (number: number): string => `<row r="${number}">${'<c t="s"><v>0</v></c>'.repeat(200)}</row>`
    const rows = Array.from({ length: 300 }, (_none, place) => row(place + 1)).join('')
    const parts = workbookParts({ rows, strings: `<si><t>${'x'.repeat(3999)}</t></si>` })
    expect(await refusalOf(zipFile(parts))).toMatch(/holds more than 200 MB of text/)
  })

  test.each([
    ['an old .xls', sample('threats-old.xls'), /an old Excel workbook \(\.xls\)\. Save it as “Excel workbook/],
    ['an .ods', sample('threats.ods'), /an OpenDocument file \(\.ods\)\. Save the sheet/],
  ])('%s of LibreOffice', async (_what, path, says) => {
    expect(await refusalOf(path)).toMatch(says)
  })

  test('a workbook with a password, which is a compound file', async () => {
    const start = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
    const protectedBook = Buffer.concat([start, Buffer.alloc(5000), Buffer.from('EncryptedPackage', 'utf16le')])
    expect(await refusalOf(protectedBook)).toMatch(/protected by a password\. Save it without the password/)
  })

  test('a workbook with macros, whatever it is called', async () => {
    const type = 'application/vnd.ms-excel.sheet.macroEnabled.main+xml'
    expect(await refusalOf(zipFile(workbookParts({ workbookType: type })))).toMatch(/with macros \(\.xlsm\)/)
  })

  test('a zip that is no workbook', async () => {
    expect(await refusalOf(zipFile([{ name: 'readme.txt', content: 'hello' }]))).toMatch(/a zip file and not an Excel/)
  })

  test('a zip in a zip is passed by', async () => {
    expect(await refusalOf(withPart({ name: 'xl/embeddings/more.xlsx', content: zipFile(good) }))).toBe(
      'was read: 2 items',
    )
  })
})

describe('large workbooks within the limits are read in little memory', () => {
  const kinds: Readonly<Record<string, () => readonly ZipPart[]>> = {
    'shared texts of 95 MB, each another': () =>
      workbookParts({
        rows: textRow(1, 'Name'),
        strings: Array.from({ length: 23_000 }, (_none, n) => `<si><t>${String(n).padEnd(4000, 'x')}</t></si>`).join(
          '',
        ),
      }),
    '300,000 empty shared texts': () =>
      workbookParts({ rows: textRow(1, 'Name'), strings: '<si><t/></si>'.repeat(300_000) }),
    'a sheet of 90 MB': () =>
      workbookParts({ rows: textRow(1, 'Name') + `<row><c><v>1</v></c>${' '.repeat(4500)}</row>`.repeat(20_000) }),
  }
  test.each(Object.keys(kinds))('%s', { timeout: 120_000 }, async kind => {
    const { maxMemory } = await readApart(zipFile(kinds[kind]?.() ?? []))
    expect(maxMemory).toBeLessThan(mostMemory)
  })
})
