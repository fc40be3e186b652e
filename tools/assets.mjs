// Builds the styles and the browser code into DIST/assets, each file named by the hash of its content, with a manifest of
// the names. Usage: node tools/assets.mjs [dist]
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { compileAsync } from 'sass'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = join(resolve(process.argv[2] ?? join(root, 'dist')), 'assets')
const mojImages = join(root, 'node_modules/@ministryofjustice/frontend/moj/assets/images')

const [css, js, icon] = await Promise.all([styles(), browserCode(), readFile(join(root, 'assets/favicon.svg'))])
const files = { 'fourfold.css': css, 'fourfold.js': js, 'favicon.svg': icon }

await mkdir(folder, { recursive: true })
const manifest = {}
const contents = new Map()
for (const [name, content] of Object.entries(files)) {
  manifest[name] = hashedName(name, content)
  contents.set(manifest[name], content)
}
for (const image of imagesOf(css)) contents.set(image, await readFile(join(mojImages, image)))
for (const [name, content] of contents) await put(name, content)
await put('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`)
for (const name of await readdir(folder)) {
  if (!contents.has(name) && !name.startsWith('manifest.json')) await rm(join(folder, name), { force: true })
}

/** Written beside and then put in place, so that nobody who reads at the same time sees half a file. */
async function put(name, content) {
  const fresh = join(folder, `manifest.json.${process.pid}`)
  await writeFile(fresh, content)
  await rename(fresh, join(folder, name))
}

async function styles() {
  const { css: text } = await compileAsync(join(root, 'assets/styles/fourfold.scss'), {
    loadPaths: [root, join(root, 'node_modules')],
    style: 'compressed',
    quietDeps: true,
  })
  return text
}

async function browserCode() {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'assets/scripts/fourfold.js')],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2020',
    write: false,
    legalComments: 'none',
  })
  return outputFiles[0].contents
}

/** The icons that the MoJ styles refer to. Fonts and brand images are not among them. */
function imagesOf(text) {
  return new Set([...text.matchAll(/url\("?\/assets\/([\w.-]+\.svg)"?\)/g)].map(match => match[1]))
}

function hashedName(name, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  return name.replace('.', `-${hash}.`)
}
