const longest = 1_000

/** Why something is done, as it was typed, or what is wrong with it. */
export function readReason(typed: string): { readonly reason: string } | { readonly problem: string } {
  const reason = typed.replaceAll('\0', '').trim()
  if (reason === '') return { problem: 'Enter why' }
  if (reason.length > longest) return { problem: `Why must be ${longest.toLocaleString('en-GB')} characters or fewer` }
  return { reason }
}
