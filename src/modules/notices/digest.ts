import type { CountedWork } from '#platform/http'

/** What a message says. Its address is known from whom it is to. */
export interface WrittenMessage {
  readonly subject: string
  readonly body: string
}

/**
 * The digest of what waits for a person: how many things, under which headings, and the address of the site. It goes through
 * mail servers that nobody has vetted, so it is made of counts and of words of ours alone: no name, no place, no reference.
 *
 * @param address where people reach the site, without a slash at its end.
 */
export function writeDigest({ offers, total }: Pick<CountedWork, 'offers' | 'total'>, address: string): WrittenMessage {
  const waits = total === 1 ? '1 thing waits' : `${total} things wait`
  const lines = offers
    .filter(({ count }) => count > 0)
    .map(({ offer, count }) => `* ${onOneLine(offer.heading)}: ${count}`)
  return {
    subject: `Fourfold: ${waits} for you`,
    body: [
      `${waits} for you in Fourfold.`,
      '',
      ...lines,
      '',
      `To see them, sign in at ${address}/work`,
      '',
      'Nothing of any record is in this message. You get one on a working day on which something waits for you.',
      `To have fewer of them or none, go to ${address}/messages`,
      '',
      'Nobody reads replies to this message.',
    ].join('\n'),
  }
}

function onOneLine(heading: string): string {
  return heading.replaceAll(/\s+/g, ' ').trim()
}
