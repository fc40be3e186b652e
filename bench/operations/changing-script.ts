import { randomUUID } from 'node:crypto'
import type { Asker } from '../people.ts'
import { luaTable, luaText, reportScript } from '../wrk-script.ts'

/** A record as a program last read it. */
export interface Version {
  readonly reference: string
  readonly etag: string
}

/**
 * Changes records under load: each is taken from the front of a line with the version last read, and goes to its end with the
 * version that the answer gave. No two changes of one record are under way at once, and each is another name, in this run and in
 * any other: what changes nothing is recorded by nobody.
 */
export function changingScript(asker: Asker, versions: readonly Version[]): string {
  const headers = { ...asker.token, 'content-type': 'application/json' }
  const line = versions.map(({ reference, etag }) => `{${luaText(reference)}, ${luaText(etag)}}`)
  return `
local line = {${line.join(',')}}
local first, last, changes = 1, #line, 0
local headers = ${luaTable(headers)}
function request()
  local record = line[first]
  line[first] = nil
  first = first + 1
  changes = changes + 1
  headers["if-match"] = record[2]
  local body = '{"name":"Changed ${randomUUID()} ' .. changes .. '"}'
  return wrk.format("PATCH", "/api/v1/threats/" .. record[1], headers, body)
end
function response(status, headers, body)
  local reference, etag = body:match('"reference":"(%d+)"'), headers["etag"]
  if reference and etag then
    last = last + 1
    line[last] = {reference, etag}
  end
end
${reportScript}`
}
