import { describe, expect, it } from 'vitest'
import { readParameters, transactionWith } from './captured.ts'

describe('the parameters of a logged statement', () => {
  it.each([
    ['', []],
    ["parameters: $1 = '5', $2 = NULL", ['5', null]],
    ["Parameters: $1 = 'it''s, $2 = ''x''', $2 = ''", ["it's, $2 = 'x'", '']],
    ["parameters: $1 = 'two\nlines', $2 = '{a,\"b c\"}'", ['two\nlines', '{a,"b c"}']],
  ])('are read from %j', (detail, expected) => expect(readParameters(detail)).toEqual(expected))
})

it('finds the transaction of a request among those of others', () => {
  const line = (pid: number, message: string, detail?: string) => ({ pid, message, ...(detail && { detail }) })
  const lines = [
    line(1, 'statement: begin'),
    line(2, 'statement: begin'),
    line(1, 'execute <unnamed>: select $1', "parameters: $1 = 'theirs'"),
    line(2, 'execute <unnamed>: select a from b where c = $1', "parameters: $1 = '7'"),
    line(1, 'statement: commit'),
    line(3, 'statement: select outside'),
    line(2, 'execute named-1: insert into d values ($1)', "parameters: $1 = 'ours'"),
    line(2, 'statement: commit'),
    line(2, 'statement: select afterwards'),
  ]
  expect(transactionWith(lines, 'ours')).toEqual([
    { text: 'begin', parameters: [] },
    { text: 'select a from b where c = $1', parameters: ['7'] },
    { text: 'insert into d values ($1)', parameters: ['ours'] },
    { text: 'commit', parameters: [] },
  ])
  expect(transactionWith(lines, 'nobody’s')).toBeUndefined()
})
