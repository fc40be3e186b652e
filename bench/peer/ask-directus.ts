/**
 * Asks Directus' own API.
 *
 * @returns the whole answer, as it was told.
 * @throws Error when it is no success, with what Directus said.
 */
export async function askDirectus(
  { address, token }: { readonly address: string; readonly token: string },
  path: string,
  sent?: { readonly method: 'POST' | 'PATCH'; readonly body: unknown },
): Promise<unknown> {
  const answered = await fetch(address + path, {
    method: sent?.method ?? 'GET',
    body: sent === undefined ? null : JSON.stringify(sent.body),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  })
  const text = await answered.text()
  if (!answered.ok)
    throw new Error(`Directus answered ${path.slice(0, 80)} with ${answered.status}: ${text.slice(0, 300)}`)
  return text === '' ? undefined : JSON.parse(text)
}
