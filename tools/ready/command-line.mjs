// Puts the command line with all that it uses into one file, DIST/fourfold.js: to find and read some fifteen hundred modules one
// by one takes Node longer than most verbs take. Usage: node tools/ready/command-line.mjs DIST
import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { build } from 'esbuild'
import { root } from './run.mjs'

const outfile = join(process.argv[2], 'fourfold.js')

/** A module finds files beside itself by its own address, which in the one file would be that of the file. */
const ownAddresses = {
  name: 'own-addresses',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
      const own = JSON.stringify(`../${relative(root, path).replaceAll('\\', '/')}`)
      const contents = (await readFile(path, 'utf8')).replaceAll(
        'import.meta.url',
        `new URL(${own}, import.meta.url).href`,
      )
      return { contents, loader: path.endsWith('x') ? 'tsx' : 'ts' }
    })
  },
}

await build({
  entryPoints: [join(root, 'src/fourfold.ts')],
  outfile,
  bundle: true,
  sourcemap: true,
  sourcesContent: false,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  conditions: ['source'],
  // The first is no JavaScript, the second is not installed.
  external: ['@node-rs/argon2', 'pg-native'],
  plugins: [ownAddresses],
  // Packages of before modules ask for Node's own parts by `require`.
  banner: { js: "const require = process.getBuiltinModule('node:module').createRequire(import.meta.url)" },
  logLevel: 'warning',
})
