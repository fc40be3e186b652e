import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { ending } from './ending.ts'
import type { Measured, Percentiles } from './measured.ts'
import type { WrkRequest } from './wrk-script.ts'

export interface OpenLoopOptions {
  readonly address: string
  readonly perSecond: number
  readonly seconds: number
  /** How long after the last one answers are waited for, in seconds; what is not there by then is an error. */
  readonly patience: number
  /** The request to send next. */
  readonly next: () => WrkRequest
}

/**
 * Sends requests at a steady pace, whether those before are answered or not, as people and programs do who know nothing of each
 * other. The time of an answer counts from when its request was due: a server that stalls is charged for all that waited.
 */
export async function runOpenLoop(options: OpenLoopOptions): Promise<Measured> {
  const { address, perSecond, seconds, patience, next } = options
  const agent = new Agent({ keepAlive: true })
  const impatience = new AbortController()
  const answers: Promise<Answered>[] = []
  const begun = performance.now()
  const total = Math.round(perSecond * seconds)
  while (answers.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - begun) / 1000) * perSecond) + 1)
    while (answers.length < due) {
      const dueAt = begun + (answers.length / perSecond) * 1000
      answers.push(send({ agent, address, asked: next(), dueAt, signal: impatience.signal }))
    }
    await pause(2, undefined, { signal: ending })
  }
  const timer = setTimeout(() => impatience.abort(), patience * 1000)
  const answered = await Promise.all(answers)
  clearTimeout(timer)
  agent.destroy()
  const tookSeconds = (performance.now() - begun) / 1000
  const errors = answered.filter(({ isGood }) => !isGood).length
  return {
    perSecond: (total - errors) / tookSeconds,
    done: total,
    errors,
    times: percentilesOf(answered.map(({ milliseconds }) => milliseconds)),
  }
}

interface Answered {
  /** With success, to the last byte. */
  readonly isGood: boolean
  /** Since it was due. */
  readonly milliseconds: number
}

interface Sending {
  readonly agent: Agent
  readonly address: string
  readonly asked: WrkRequest
  readonly dueAt: number
  readonly signal: AbortSignal
}

function send({ agent, address, asked, dueAt, signal }: Sending): Promise<Answered> {
  const { method = 'GET', path, headers = {}, body } = asked
  return new Promise(resolve => {
    const done = (isGood: boolean): void => resolve({ isGood, milliseconds: performance.now() - dueAt })
    const sent = request(address + path, { agent, method, headers: { ...headers }, signal }, answer => {
      const { statusCode = 0 } = answer
      answer.on('end', () => done(statusCode >= 200 && statusCode < 300))
      answer.on('error', () => done(false))
      answer.resume()
    })
    sent.on('error', () => done(false))
    sent.end(body)
  })
}

function percentilesOf(times: readonly number[]): Percentiles {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}
