import { attachEmbeddedPostgres, startEmbeddedPostgres } from '../src/platform/embedded-postgres/index.ts'

// A process of its own for the tests of the launcher: `node use-embedded-postgres.ts serve|attach FOLDER`. It writes one
// line of JSON when it has a server or was refused, and gives the server up when its input ends.
const [purpose, dataFolder = ''] = process.argv.slice(2)
const open = purpose === 'serve' ? startEmbeddedPostgres : attachEmbeddedPostgres
const opened = await open({ dataFolder, report: line => process.stderr.write(`${line}\n`) })
process.stdout.write(`${JSON.stringify(opened.ok ? { ok: true, ...opened.value } : opened)}\n`)
if (opened.ok) process.stdin.on('end', () => void opened.value.stop()).resume()
