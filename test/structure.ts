import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { parseSync } from 'oxc-parser'

export interface Fault {
  readonly file: string
  readonly rule: string
  readonly says: string
}

export interface SourceFile {
  /** From the root, with forward slashes: 'src/modules/threats/threat.ts'. */
  readonly path: string
  readonly text: string
}

/** The project's own source, without its tests. */
export function readSource(root: string): readonly SourceFile[] {
  return globSync('src/**/*.{ts,tsx}', { cwd: root })
    .filter(path => !/\.test\.tsx?$/.test(path))
    .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

/**
 * What in the source breaks the house's rules: doors, order of modules, rooms that know no domain, cycles, folders named for a
 * role. Nothing read is a fault too: a check of nothing passes always.
 */
export function structureFaults(source: readonly SourceFile[], order: readonly string[]): readonly Fault[] {
  if (source.length === 0) return [{ file: 'src', rule: 'scan', says: 'No source was read.' }]
  const imports = new Map(source.map(file => [file.path, importsOf(file)]))
  const unknown = [
    ...new Set(
      source.map(file => roomOf(file.path)).filter(room => room.kind === 'module' && !order.includes(room.name)),
    ),
  ]
  return [
    ...unknown.map(room => ({ file: `src/modules/${room.name}`, rule: 'map', says: 'This module is not in the map.' })),
    ...source.flatMap(file => (imports.get(file.path) ?? []).flatMap(target => importFaults(file.path, target, order))),
    ...source.flatMap(file => roleFaults(file.path)),
    ...cycles(source, imports),
  ]
}

interface Room {
  readonly kind: 'platform' | 'ui' | 'module' | 'root'
  readonly name: string
}

function roomOf(path: string): Room {
  const [, first, second] = path.split('/')
  if (first === 'platform') return { kind: 'platform', name: second ?? '' }
  if (first === 'ui') return { kind: 'ui', name: 'ui' }
  if (first === 'modules') return { kind: 'module', name: second ?? '' }
  return { kind: 'root', name: '' }
}

/** Every import, export-from and dynamic import of a file, types included: a cycle of types is a cycle of thoughts. */
function importsOf(file: SourceFile): readonly string[] {
  const { module } = parseSync(file.path, file.text)
  const dynamic = module.dynamicImports.map(found =>
    file.text.slice(found.moduleRequest.start + 1, found.moduleRequest.end - 1),
  )
  const exported = module.staticExports.flatMap(found =>
    found.entries.flatMap(entry => entry.moduleRequest?.value ?? []),
  )
  return [...new Set([...module.staticImports.map(found => found.moduleRequest.value), ...exported, ...dynamic])]
}

type ImportFault = readonly [rule: string, says: string]

function importFaults(file: string, target: string, order: readonly string[]): readonly Fault[] {
  const from = roomOf(file)
  const found = target.startsWith('.')
    ? relativeFault(from, roomOf(normalize(join(dirname(file), target))))
    : target.startsWith('#')
      ? doorFault(from, target.slice(1).split('/'), order)
      : undefined
  return found === undefined ? [] : [{ file, rule: found[0], says: `${target}: ${found[1]}` }]
}

function relativeFault(from: Room, to: Room): ImportFault | undefined {
  if (from.kind === 'root' || (to.kind === from.kind && to.name === from.name)) return undefined
  return ['deep import', 'another room is entered by its door only (#modules/…, #platform/…, #ui).']
}

function doorFault(
  from: Room,
  [area, name, ...deeper]: readonly string[],
  order: readonly string[],
): ImportFault | undefined {
  if (deeper.length > 0 || (area === 'ui' && name !== undefined)) {
    return ['deep import', 'only the door of a room can be imported.']
  }
  if (from.kind === 'ui') return ['ui', 'ui knows nothing but itself.']
  if (area !== 'modules' || from.kind === 'root') return undefined
  if (from.kind === 'platform') return ['platform', 'platform knows no module.']
  const before = order.slice(0, order.indexOf(from.name))
  return before.includes(name ?? '') ? undefined : ['order', `${from.name} may use only ${before.join(', ')}.`]
}

function roleFaults(file: string): readonly Fault[] {
  const role = /(^|\/)(utils?|helpers?|common|shared|services|controllers|managers?|data)(\/|\.tsx?$)/.exec(file)
  return role ? [{ file, rule: 'names', says: `"${role[2]}" names a role, not a thing.` }] : []
}

function cycles(source: readonly SourceFile[], imports: ReadonlyMap<string, readonly string[]>): readonly Fault[] {
  const paths = new Set(source.map(file => file.path))
  const next = (file: string) => (imports.get(file) ?? []).flatMap(target => resolved(file, target, paths))
  const state = new Map<string, 'open' | 'done'>()
  const faults: Fault[] = []
  const walk = (file: string, trail: readonly string[]): void => {
    if (state.get(file) === 'done') return
    if (state.get(file) === 'open') {
      const round = [...trail.slice(trail.indexOf(file)), file].map(path => relative('src', path))
      faults.push({ file, rule: 'cycle', says: round.join(' → ') })
      return
    }
    state.set(file, 'open')
    for (const target of next(file)) walk(target, [...trail, file])
    state.set(file, 'done')
  }
  for (const path of paths) walk(path, [])
  return faults
}

function resolved(file: string, target: string, paths: ReadonlySet<string>): readonly string[] {
  const door = /^#(modules|platform)\/([^/]+)$/.exec(target)
  const path = target.startsWith('.')
    ? normalize(join(dirname(file), target))
    : door
      ? `src/${door[1]}/${door[2]}/index.ts`
      : target === '#ui'
        ? 'src/ui/index.ts'
        : ''
  return paths.has(path) ? [path] : []
}
