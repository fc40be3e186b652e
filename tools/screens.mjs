// Takes the pictures of the documentation anew: the browser tests take them on their way. Usage: node tools/screens.mjs [folder]
import { spawn } from 'node:child_process'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = resolve(process.argv[2] ?? join(root, 'docs/screens'))
const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/journeys/'], {
  cwd: root,
  env: { ...process.env, FOURFOLD_SCREENS: folder },
  stdio: 'inherit',
})
child.on('close', code => {
  process.exitCode = code ?? 1
})
