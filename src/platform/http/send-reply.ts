import { createReadStream } from 'node:fs'
import { removeSpooled } from '#platform/files'
import type { FastifyReply } from 'fastify'
import type { Reply } from './asked.ts'

/** A text of so many characters is written to bytes once: as a text it would be gone through to be counted, and again to be sent. */
const longText = 10_000

/** Sends a reply. A file goes out in a stream, with no transaction open, and is removed whatever becomes of the connection. */
export function sendReply(reply: FastifyReply, answer: Reply): FastifyReply {
  reply.code(answer.status).headers(answer.headers)
  if (typeof answer.body === 'string') {
    return reply.send(answer.body.length < longText ? answer.body : Buffer.from(answer.body))
  }
  const { file } = answer.body
  reply.raw.once('close', () => void removeSpooled({ path: file }))
  return reply.send(createReadStream(file))
}
