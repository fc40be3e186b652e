/** A person at their browser, over the network: keeps cookies, sends the form's token, follows no redirect. */
export interface Browser {
  readonly get: (path: string) => Promise<Response>
  readonly post: (path: string, fields: Readonly<Record<string, string>>) => Promise<Response>
  /** What it sends as its cookies. */
  readonly cookie: () => string
}

/** Nobody yet, at a running server. */
export function openBrowser(address: string): Browser {
  const cookies = new Map<string, string>()
  const cookie = (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const answered = await fetch(address + path, {
      ...init,
      redirect: 'manual',
      headers: { ...(init.headers as Record<string, string> | undefined), cookie: cookie() },
    })
    for (const set of answered.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      cookies.set(name, value)
    }
    return answered
  }
  const post = async (path: string, fields: Readonly<Record<string, string>>): Promise<Response> => {
    const form = await (await ask('/sign-in')).text()
    const token = /name="_csrf" value="([^"]+)"/.exec(form)?.[1] ?? ''
    return ask(path, { method: 'POST', body: new URLSearchParams({ ...fields, _csrf: token }) })
  }
  return { get: path => ask(path), post, cookie }
}

/** Signs someone in to a running server. */
export async function signInOver(address: string, email: string, password = 'fourfold-sample'): Promise<Browser> {
  const browser = openBrowser(address)
  const signedIn = await browser.post('/sign-in', { email, password })
  if (signedIn.status !== 303) throw new Error(`${email} could not sign in: ${signedIn.status}`)
  return browser
}

/** Asks the API of a running server as the person of a token. */
export async function askApi(address: string, token: string, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { ...(init.headers as Record<string, string> | undefined), authorization: `Bearer ${token}` }
  return fetch(address + path, { ...init, headers })
}

/** Sends a CSV file to a register by the API and waits for what comes of it. */
export async function importOver(
  address: string,
  token: string,
  register: string,
  csv: string,
): Promise<{ readonly id: string; readonly state: string; readonly taken: { readonly newStates: number } }> {
  const sent = await askApi(address, token, `/api/v1/imports/${register}`, {
    method: 'POST',
    body: csv,
    headers: { 'content-type': 'text/csv' },
  })
  if (sent.status !== 202) throw new Error(`The import was answered with ${sent.status}: ${await sent.text()}`)
  const { id } = (await sent.json()) as { readonly id: string }
  for (;;) {
    const answered = await askApi(address, token, `/api/v1/imports/${id}`)
    const found = (await answered.json()) as Awaited<ReturnType<typeof importOver>>
    if (['done', 'failed'].includes(found.state)) return found
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}
