import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { modules } from '../src/app.ts'
import { readSource, type SourceFile, structureFaults } from './structure.ts'

const root = new URL('..', import.meta.url).pathname

/** The map's own order; what the site itself offers is no module of the domain. */
const moduleOrder = modules.map(module => module.name).filter(name => name !== 'site')

function rulesBroken(...files: readonly (readonly [path: string, text: string])[]): readonly string[] {
  const source: SourceFile[] = files.map(([path, text]) => ({ path, text }))
  return structureFaults(source, moduleOrder).map(fault => fault.rule)
}

describe('the structure of the source', () => {
  it('keeps the rules of the house', () => {
    const source = readSource(root)
    expect(source.length).toBeGreaterThan(100)
    expect(structureFaults(source, moduleOrder)).toEqual([])
  })

  it('has a folder for every module of the map', () => {
    const folders = new Set(readSource(root).map(file => /^src\/modules\/([^/]+)/.exec(file.path)?.[1]))
    expect(moduleOrder.filter(name => !folders.has(name))).toEqual([])
  })
})

describe('the journeys', () => {
  const journeys = globSync('test/journeys/*.test.ts', { cwd: root })
  // `press`, `pressKey`, `pressHere` and `download` of site.ts: each waits for what it leads to.
  const unsound = /\.(click|dblclick|tap|submit|waitForTimeout)\(|keyboard\.press\('Enter'\)/

  it.each(journeys)('read nothing before the page is there that a press leads to: %s', path => {
    expect(readFileSync(join(root, path), 'utf8')).not.toMatch(unsound)
  })

  it('are found, and the fault would be', () => {
    expect(journeys.length).toBeGreaterThan(8)
    expect("await page.getByRole('button').click()").toMatch(unsound)
  })
})

describe('the check of the structure', () => {
  it('fails when it reads nothing', () => {
    expect(rulesBroken()).toEqual(['scan'])
  })

  it('finds a cycle, of types too', () => {
    expect(
      rulesBroken(
        ['src/modules/threats/a.ts', "import { b } from './b.ts'"],
        ['src/modules/threats/b.ts', "import type { C } from './c.ts'"],
        ['src/modules/threats/c.ts', "export * from './a.ts'"],
      ),
    ).toEqual(['cycle'])
  })

  it('finds a cycle through the doors of modules', () => {
    expect(
      rulesBroken(
        ['src/modules/audit/index.ts', "import { t } from '#modules/threats'"],
        ['src/modules/threats/index.ts', "import { a } from '#modules/audit'"],
      ),
    ).toEqual(['order', 'cycle'])
  })

  it('finds an import past a door', () => {
    expect(rulesBroken(['src/modules/insight/a.ts', "import { t } from '../threats/threat.ts'"])).toEqual([
      'deep import',
    ])
    expect(rulesBroken(['src/modules/insight/a.ts', "import { t } from '#modules/threats/threat.ts'"])).toEqual([
      'deep import',
    ])
    expect(rulesBroken(['src/modules/insight/a.ts', "const t = await import('../threats/threat.ts')"])).toEqual([
      'deep import',
    ])
  })

  it('finds a module that uses a later one', () => {
    expect(rulesBroken(['src/modules/threats/a.ts', "import { d } from '#modules/disruptions'"])).toEqual(['order'])
    expect(rulesBroken(['src/modules/disruptions/a.ts', "import { t } from '#modules/threats'"])).toEqual([])
  })

  it('finds a room without domain that knows a module', () => {
    expect(rulesBroken(['src/platform/http/a.ts', "import { t } from '#modules/threats'"])).toEqual(['platform'])
    expect(rulesBroken(['src/ui/a.ts', "import { http } from '#platform/http'"])).toEqual(['ui'])
  })

  it('finds a module that is not in the map, and a folder named for a role', () => {
    expect(rulesBroken(['src/modules/weather/index.ts', ''])).toEqual(['map'])
    expect(rulesBroken(['src/modules/threats/utils/a.ts', ''])).toEqual(['names'])
  })
})
