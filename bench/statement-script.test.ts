import { describe, expect, it } from 'vitest'
import { statementScript } from './statement-script.ts'

const of = (text: string, ...parameters: readonly (string | null)[]) => ({ text, parameters })

describe('a captured transaction as a script', () => {
  it('has the same statements, with parameters in the place of values', () => {
    const statements = [
      of('begin'),
      of(
        'select a::text from b where c = $1 and d = any ($2::text[]) and e is not distinct from $3 or f = $4',
        '7',
        '{x}',
        null,
        '',
      ),
      of('commit'),
    ]
    expect(statementScript(statements, { prefix: 'r1' })).toEqual({
      text:
        'begin;\n' +
        "select a::text from b where c = :r1_1_1 and d = any (:r1_1_2::text[]) and e is not distinct from null or f = '';\n" +
        'commit;\n',
      variables: { r1_1_1: '7', r1_1_2: '{x}' },
    })
  })

  it('keeps a colon within a text from being taken for a variable', () => {
    const { text } = statementScript([of(String.raw`select to_char(now(), 'HH24:MI \ it''s'), '12:30', x::date`)], {
      prefix: 'p',
    })
    expect(text).toBe(String.raw`select to_char(now(), u&'HH24\003aMI \\ it''s'), '12:30', x::date;` + '\n')
  })

  it('draws anew what must differ, and carries what a statement gave on to the next', () => {
    const flows = [
      {
        replaces: (value: string) =>
          value.includes('REF-1') ? `(${value.replace('REF-1', '')}:reference)` : undefined,
      },
      { replaces: (value: string) => (value === '41' ? ':id' : undefined), setBy: /returning id/ },
    ]
    const statements = [
      of('insert into a (r, n) values ($1, $2) returning id', 'REF-1', '41'),
      of('insert into b (a, n) values ($1, $2)', '41', '5'),
    ]
    const opening = [String.raw`\set reference random(1, 9)`]
    expect(statementScript(statements, { prefix: 'w', opening, flows })).toEqual({
      text:
        String.raw`\set reference random(1, 9)` +
        '\ninsert into a (r, n) values ((:reference), :w_0_2) returning id \\gset\ninsert into b (a, n) values (:id, :w_1_2);\n',
      variables: { w_0_2: '41', w_1_2: '5' },
    })
  })
})
