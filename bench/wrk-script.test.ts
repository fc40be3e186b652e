import { expect, it } from 'vitest'
import { countingScript, cyclingScript, luaText } from './wrk-script.ts'

it('writes any text as one that Lua reads back', () => {
  expect(luaText('plain/path?a=b&c=d')).toBe('"plain/path?a=b&c=d"')
  expect(luaText('say "a\\b"\n\0é')).toBe(String.raw`"say \034a\092b\034\010\000\195\169"`)
})

it('formats each request with its method, headers and body', () => {
  const script = cyclingScript([
    { path: '/one' },
    { method: 'POST', path: '/two', headers: { 'content-type': 'application/json' }, body: '{"a":1}' },
  ])
  expect(script).toContain('wrk.format("GET", "/one", {}, nil)')
  expect(script).toContain(
    String.raw`wrk.format("POST", "/two", {["content-type"] = "application/json"}, "{\034a\034:1}")`,
  )
})

it('counts its requests in their bodies', () => {
  const script = countingScript({ method: 'POST', path: '/three', body: 'name {number}' })
  expect(script).toContain('local headers, body, number = {}, "name {number}", 0')
  expect(script).toContain('body:gsub("{number}", number)')
  expect(script).toContain('wrk.format("POST", "/three", headers, numbered)')
})
