import { createHash } from 'node:crypto'
import pg from 'pg'

/** Begins a statement whose plan is to be kept. */
export const preparedMark = '/* prepared */ '

/** A connection that prepares marked statements under names drawn from their text. */
export class PreparingClient extends pg.Client {
  override query(...asked: unknown[]): never {
    const [text, values] = asked
    const named =
      typeof text === 'string' && text.startsWith(preparedMark)
        ? [{ name: createHash('sha256').update(text).digest('base64url'), text, values }]
        : asked
    return (super.query as (...given: unknown[]) => never)(...named)
  }
}
