import type { RouteFacts } from '#platform/http'

/** Which parts give which permission. */
type PartsWith = Readonly<Record<string, readonly string[]>>

type Facts = Pick<RouteFacts, 'method' | 'path' | 'permission' | 'summary' | 'area'>

/** Who may what, in Markdown: the permissions with the parts that give them, then every address with what it asks for. */
export function permissionsTable(routes: readonly Facts[], partsWith: PartsWith): string {
  return `${[
    '# Who may what',
    'Written by `npm run permissions` from the routes and the parts themselves; a test fails when it is not what they say. Which records a person sees is another matter: their handling, their owner and their shares decide that ([decision 3](decisions/0003-audiences.md)).',
    '## Permissions and the parts that give them',
    table(
      ['Permission', ...partsOf(partsWith)],
      Object.entries(partsWith).map(([permission, parts]) => [
        `\`${permission}\``,
        ...partsOf(partsWith).map(part => (parts.includes(part) ? 'yes' : '')),
      ]),
    ),
    'The account `system` of the command line has every permission.',
    '## Pages',
    routesTable(routes.filter(route => route.area === 'page')),
    '## API',
    routesTable(routes.filter(route => route.area === 'api')),
    '`signed-in` is everyone who is signed in; `anyone` is before sign-in too.',
  ].join('\n\n')}\n`
}

function partsOf(partsWith: PartsWith): readonly string[] {
  return [...new Set(Object.values(partsWith).flat())]
}

function routesTable(routes: readonly Facts[]): string {
  return table(
    ['', 'Address', 'Permission', 'What for'],
    routes
      .toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.method < b.method ? -1 : 1))
      .map(({ method, path, permission, summary }) => [method, `\`${path}\``, `\`${permission}\``, summary]),
  )
}

/** Columns are as wide as their widest cell, as the formatter would have them. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((_, column) => Math.max(3, ...[header, ...rows].map(row => (row[column] ?? '').length)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(header), line(widths.map(width => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
