import { cleanText } from '#platform/files'

const longest = 1_000

/** Why something is done, as it was typed but for white space around it, or what is wrong with it. */
export function readReason(typed: string): { readonly reason: string } | { readonly problem: string } {
  const read = cleanText(typed.replaceAll('\r\n', '\n').trim(), { max: longest })
  if (!read.ok) return { problem: `Why: ${read.problem}` }
  return read.value === '' ? { problem: 'Enter why' } : { reason: read.value }
}
