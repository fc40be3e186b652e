import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder that holds the built styles, browser code and images, to be served under `/assets/`. The same from source and from a build. */
export const assetsFolder = fileURLToPath(new URL('../../../dist/assets/', import.meta.url))

let manifest: Readonly<Record<string, string>> | undefined

/** The address of a built asset, "fourfold.css" or "fourfold.js", with the hash of its content in the name. Throws when the assets have not been built. */
export function assetPath(name: string): string {
  manifest ??= JSON.parse(readFileSync(`${assetsFolder}manifest.json`, 'utf8')) as Readonly<Record<string, string>>
  const file = manifest[name]
  if (file === undefined) throw new Error(`No such asset: ${name}`)
  return `/assets/${file}`
}
