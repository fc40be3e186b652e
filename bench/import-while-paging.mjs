// Ten people page through lists while 50,000 rows are imported: how long do they wait?
// Usage: npm run bench:import [-- ROWS]. Prints a table; exits with 1 when a page took over a second.
import { performance } from 'node:perf_hooks'
import { importOver, signInOver } from '../test/over-http.ts'
import { runCommand, runServer, temporaryFolder } from '../test/running-server.ts'
import { importColumns, threatRows } from './operations/threat-rows.ts'

const rows = Number(process.argv[2] ?? 50_000)
const slowest = 1000
// Between one page and the next of a person, in milliseconds.
const pause = 1000

// Ten visits; two people have two.
const people = [
  'analyst@cheshire.example',
  'analyst@cheshire.example',
  'lro@cheshire.example',
  'analyst@lancashire.example',
  'analyst@lancashire.example',
  'lro@merseyside.example',
  'rocta@nwrocu.example',
  'tasking@nwrocu.example',
  'tasking@nca.example',
  'inspector@hmicfrs.example',
]

// Lists as people ask for them: plain, sorted, filtered, on a past day. Each is paged through to its tenth page.
const lists = [
  '/threats',
  '/threats?sort=name',
  '/threats?tier=Tier+1&tier=Tier+2',
  '/threats?name=an',
  '/threats?asAt=2023-01-04',
  '/disruptions',
  '/disruptions?fourP=Prevent',
  '/disruptions?recordDate-from=2022-01-01&recordDate-to=2022-12-31',
  '/disruptions?asAt=2023-07-13',
  '/disruptions?counted=yes&region=North+West',
]

const folder = await temporaryFolder()
const server = await runServer({ dataFolder: folder.path, sample: 'north-west' })
try {
  process.exitCode = await measure()
} finally {
  server.signal('SIGTERM')
  await server.ended
  await folder.remove()
}

async function measure() {
  const made = await runCommand(folder.path, ['token', 'create', '--as', 'admin@fourfold.example'])
  if (made.status !== 0) throw new Error(made.said)
  const browsers = []
  for (const email of people) browsers.push(await signInOver(server.address, email))
  for (const [index, browser] of browsers.entries()) await (await browser.get(lists[index] ?? '/')).text()

  console.log(`Ten people page through lists, without and with an import of ${rows.toLocaleString('en-GB')} rows.\n`)
  const quiet = await pagingDuring(browsers, () => new Promise(resolve => setTimeout(resolve, 10_000)))
  const file = [importColumns, ...threatRows({ prefix: 'BENCH', rows }), ''].join('\n')
  const begun = performance.now()
  const busy = await pagingDuring(browsers, async () => {
    const done = await importOver(server.address, made.out.trim(), 'threats', file)
    if (done.state !== 'done' || done.taken.newStates !== rows) throw new Error(JSON.stringify(done))
  })
  const seconds = (performance.now() - begun) / 1000

  console.log('                     pages     p50     p95     p99     max   over 1 s')
  print('no import', quiet)
  print('during the import', busy)
  console.log(
    `\nImport: ${rows.toLocaleString('en-GB')} rows in ${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} rows a second`,
  )
  for (const { path, ms } of busy.filter(page => page.ms > slowest).slice(0, 20))
    console.log(`  ${Math.round(ms)} ms ${path}`)
  return busy.some(page => page.ms > slowest) ? 1 : 0
}

async function pagingDuring(browsers, work) {
  const answered = []
  let over = false
  const paging = browsers.map((browser, index) => pageThrough(browser, index, answered, () => over))
  try {
    await work()
  } finally {
    over = true
  }
  await Promise.all(paging)
  return answered
}

/** People don't begin in step. */
async function pageThrough(browser, index, answered, isOver) {
  await new Promise(resolve => setTimeout(resolve, (index * pause) / people.length))
  for (let turn = index; !isOver(); turn++) {
    let path = lists[turn % lists.length]
    for (let page = 0; path !== undefined && page < 10 && !isOver(); page++) {
      const begun = performance.now()
      const response = await browser.get(path)
      const text = await response.text()
      const ms = performance.now() - begun
      if (response.status !== 200) throw new Error(`${path} was answered with ${response.status}`)
      answered.push({ path, ms })
      path = /rel="next"[^>]*href="([^"]+)"|href="([^"]+)"[^>]*rel="next"/
        .exec(text)
        ?.slice(1)
        .find(Boolean)
        ?.replaceAll('&amp;', '&')
      await new Promise(resolve => setTimeout(resolve, pause))
    }
  }
}

function print(name, pages) {
  const sorted = pages.map(page => page.ms).toSorted((a, b) => a - b)
  const at = share => `${Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)} ms`
  const cells = [
    String(pages.length),
    at(0.5),
    at(0.95),
    at(0.99),
    at(1),
    String(pages.filter(page => page.ms > slowest).length),
  ]
  console.log(name.padEnd(18) + cells.map((cell, index) => cell.padStart(index === 5 ? 11 : 8)).join(''))
}
