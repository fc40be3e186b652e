/** A request that wrk sends. */
export interface WrkRequest {
  /** GET when left out. */
  readonly method?: string
  /** With its query. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Any text as a literal of Lua. */
export function luaText(text: string): string {
  const bytes = [...Buffer.from(text, 'utf8')].map(byte =>
    /[\w /.?=&:,;%+*()[\]{}<>@!#$^|~-]/.test(String.fromCharCode(byte))
      ? String.fromCharCode(byte)
      : `\\${String(byte).padStart(3, '0')}`,
  )
  return `"${bytes.join('')}"`
}

/** A table of Lua with texts for its names and values. */
export function luaTable(entries: Readonly<Record<string, string>>): string {
  return `{${Object.entries(entries)
    .map(([name, value]) => `[${luaText(name)}] = ${luaText(value)}`)
    .join(', ')}}`
}

/**
 * Ends every script: one line that can be read by machine. wrk counts as an error what is answered with 400 or more; that an
 * answer is no redirect is looked at before and after, for to look at each would make wrk the bottleneck.
 */
export const reportScript = `
function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    'fourfold {"requests":%d,"micros":%d,"p50":%d,"p95":%d,"p99":%d,"errors":%d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(95), latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
`

/** Sends the requests one after the other, over and over. */
export function cyclingScript(requests: readonly WrkRequest[]): string {
  const formatted = requests.map(
    ({ method = 'GET', path, headers = {}, body }) =>
      `wrk.format(${luaText(method)}, ${luaText(path)}, ${luaTable(headers)}, ${body === undefined ? 'nil' : luaText(body)})`,
  )
  return `
local requests, at = {}, 0
function init()
  requests = {${formatted.join(',\n    ')}}
end
function request()
  at = at % #requests + 1
  return requests[at]
end
${reportScript}`
}

/** Sends one request over and over, each time with the next number in the place of `{number}` in its body. */
export function countingScript({ method = 'GET', path, headers = {}, body = '' }: WrkRequest): string {
  return `
local headers, body, number = ${luaTable(headers)}, ${luaText(body)}, 0
function request()
  number = number + 1
  local numbered = body:gsub("{number}", number)
  return wrk.format(${luaText(method)}, ${luaText(path)}, headers, numbered)
end
${reportScript}`
}
