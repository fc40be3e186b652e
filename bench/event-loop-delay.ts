// Loaded into the server by the bench alone (node --import): on SIGUSR2 the 99th percentile of how late its event loop has been since
// the last time goes to the file that BENCH_EVENT_LOOP_DELAY names, in milliseconds.
import { renameSync, writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

const resolution = 10
const file = process.env['BENCH_EVENT_LOOP_DELAY']
const delay = monitorEventLoopDelay({ resolution })

if (file !== undefined) {
  delay.enable()
  process.on('SIGUSR2', () => {
    // The timer's own pace is part of what is recorded.
    const late = Math.max(0, delay.percentile(99) / 1e6 - resolution)
    writeFileSync(`${file}.new`, String(late))
    renameSync(`${file}.new`, file)
    delay.reset()
  })
}
