import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { root } from './run.mjs'

const path = join(root, '.ready.lock')
const beat = 1000
const silence = 15_000

/**
 * Runs the work while no other process runs any, waiting for it if need be. The lock of a killed process counts no
 * more: its process is gone, or (numbers are given out again) it has not touched the file for some seconds.
 */
export async function withLock(work) {
  await take()
  const heart = setInterval(() => touch(), beat)
  try {
    return await work()
  } finally {
    clearInterval(heart)
    rmSync(path, { force: true })
  }
}

async function take() {
  const patience = setTimeout(() => console.error('Waiting for another process to make this checkout ready.'), 2000)
  try {
    while (!(await tryToTake())) {
      if (isAbandoned()) rmSync(path, { force: true })
      else await pause(100)
    }
  } finally {
    clearTimeout(patience)
  }
}

async function tryToTake() {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    // Another that waited may have held the lock before ours for abandoned, and removed ours in its stead.
    await pause(30)
    return read() === String(process.pid)
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw new Error(`This checkout is not ready to run, and can't be made so: ${error.message}`, { cause: error })
  }
}

function isAbandoned() {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return false
  if (Date.now() - stats.mtimeMs > silence) return true
  const pid = Number(read())
  return pid > 0 && !lives(pid)
}

function lives(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function read() {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function touch() {
  const now = new Date()
  try {
    utimesSync(path, now, now)
  } catch {
    // Taken from us while our machine slept: the other will find all done, or do it.
  }
}
