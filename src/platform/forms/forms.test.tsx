import { describe, expect, test } from 'vitest'
import { declareRecord } from '#platform/record'
import { toHtml } from '#ui'
import { readTyped, RecordQuestions, typedOf } from './index.ts'
import { blankProblem, inSentence } from './question-words.ts'

const record = declareRecord({
  register: 'visits',
  noun: 'visit',
  plural: 'visits',
  table: 'visits.visit',
  ownerField: 'owner',
  titleField: 'title',
  order: { by: 'title' },
  fields: {
    title: { label: 'Title', kind: 'text', column: 'title', max: 20 },
    kind: {
      label: '4P',
      kind: 'choice',
      column: 'kind',
      options: ['Pursue', 'Protect'],
      optionHints: { Protect: 'Shield people' },
    },
    phase: { label: 'Phase', kind: 'listed', column: 'phase', options: ['Active', 'Closed'] },
    owner: { label: 'Owner', kind: 'organisation', column: 'owner_id' },
    email: { label: 'Officer', kind: 'email', column: 'email', optional: true },
    day: { label: 'Record date', kind: 'day', column: 'day' },
    arrests: { label: 'Arrests', kind: 'count', column: 'arrests', otherwise: '0' },
    cash: { label: 'Cash seized', kind: 'money', column: 'cash', otherwise: '0' },
  },
})
const names = Object.keys(record.fields)
const one = { owner: [{ value: 'A Force', text: 'A Force' }] }
const two = { owner: [...one.owner, { value: 'A Unit', text: 'A Unit' }] }
const good = {
  title: ' As typed ',
  kind: 'Protect',
  phase: 'Active',
  email: '',
  'day-day': '7',
  'day-month': '1',
  'day-year': '2026',
  arrests: '',
  cash: '1,200.5',
}

describe('answers', () => {
  test('are read as files are, the only owner without being asked', () => {
    expect(readTyped(record, names, good, { choices: one })).toEqual({
      typed: expect.objectContaining({ title: ' As typed ', 'day-day': '7', cash: '1,200.5', 'phase-another': '' }),
      values: {
        title: ' As typed ',
        kind: 'Protect',
        phase: 'Active',
        owner: 'A Force',
        email: null,
        day: '2026-01-07',
        arrests: 0,
        cash: 120050,
      },
      errors: [],
    })
  })

  test.each([
    [{ title: ' ' }, 'title', 'Enter a title'],
    [{ title: 'x'.repeat(21) }, 'title', 'Title must be 20 characters or fewer. It has 21'],
    [{ title: 'a\tb' }, 'title', 'Title contains a tab (U+0009). Remove it, or use a space'],
    [{ kind: '' }, 'kind', 'Select a 4P'],
    [{ kind: 'protect' }, 'kind', 'Select a 4P'],
    [{ phase: 'Elsewhere' }, 'phase', 'Select a phase'],
    [{ phase: '_another', 'phase-another': ' ' }, 'phase-another', 'Enter a phase'],
    [{ owner: 'Nobody' }, 'owner', 'Select an owner'],
    [{ email: 'nobody' }, 'email', '‘nobody’ is not an email address. Enter one such as name@force.example'],
    [{ 'day-day': '', 'day-month': '', 'day-year': '' }, 'day', 'Enter a record date'],
    [{ 'day-day': '31', 'day-month': '2' }, 'day', 'Record date must be a real date, such as 27 3 2026'],
    [{ 'day-month': '' }, 'day-month', 'Record date must include a month'],
    [{ 'day-day': '', 'day-year': ' ' }, 'day', 'Record date must include a day and a year'],
    [{ arrests: '-1' }, 'arrests', '‘-1’ is less than zero. Enter 0 or more'],
    [{ cash: '£5' }, 'cash', '‘£5’ has a currency sign. Enter pounds as a number alone, such as 4800.00'],
  ])('%o is told at %s: %s', (typed, field, text) => {
    const read = readTyped(record, names, { ...good, owner: 'A Force', ...typed }, { choices: two })
    expect(read.errors).toEqual([{ field, text }])
    expect(read.typed).toMatchObject(typed)
  })

  test('of another value are kept as typed, where others are taken', () => {
    const other = { ...good, owner: 'A Unit', phase: '_another', 'phase-another': 'Sleeping' }
    expect(readTyped(record, names, other, { choices: two }).values).toMatchObject({
      phase: 'Sleeping',
      owner: 'A Unit',
    })
    const closed = { ...two, phase: [{ value: 'Active', text: 'Active' }] }
    expect(readTyped(record, names, other, { choices: closed }).errors).toEqual([
      { field: 'phase', text: 'Select a phase' },
    ])
  })

  test('come back from what they were read to', () => {
    const { values } = readTyped(
      record,
      names,
      { ...good, owner: 'A Unit', phase: '_another', 'phase-another': 'Odd' },
      { choices: two },
    )
    const typed = typedOf(record, names, values, two)
    expect(typed).toMatchObject({
      phase: '_another',
      'phase-another': 'Odd',
      cash: '1200.50',
      'day-month': '1',
      email: '',
    })
    expect(readTyped(record, names, typed, { choices: two }).values).toEqual(values)
  })

  test('sent more than once, or as what no form sends, break nothing', () => {
    const read = readTyped(record, names, { title: ['a', 'b'], kind: [], constructor: 'x' }, { choices: one })
    expect(read.values['title']).toBe('a')
    expect(read.errors.map(error => error.field)).toEqual(['kind', 'phase', 'day'])
  })
})

describe('questions', () => {
  const html = (typed: Record<string, string>, choices = two) =>
    toHtml(
      <RecordQuestions
        record={record}
        names={names}
        typed={typed}
        errors={[{ field: 'title', text: 'Enter a title' }]}
        choices={choices}
      />,
    )

  test('are asked by kind, with what was typed and what is wrong', () => {
    const text = html(typedOf(record, names, { title: '<b>', kind: 'Protect', phase: 'Odd', cash: 5 }, two))
    expect(text).toContain('value="&lt;b&gt;"')
    expect(text).toContain('Enter a title')
    expect(text).toContain('Shield people')
    expect(text).toMatch(/value="_another" checked/)
    expect(text).toContain('value="Odd"')
    expect(text).toContain('value="0.05"')
    expect(text).toContain('<option value="A Unit">')
  })

  test('with one possible answer are not asked, and line breaks of a file are not lost', () => {
    const text = html({ title: 'two\nlines' }, one)
    expect(text).not.toContain('name="owner"')
    expect(text).toMatch(/<textarea[^>]*name="title"/)
  })
})

test('words stand in a sentence as people say them', () => {
  expect(inSentence({ label: 'Owner' })).toBe('an owner')
  expect(inSentence({ label: 'Crime category' })).toBe('a crime category')
  expect(inSentence({ label: 'Arrests' })).toBe('arrests')
  expect(inSentence({ label: 'SOC' })).toBe('a SOC')
  expect(blankProblem({ label: 'Name', kind: 'text' }, false)).toBe('Enter a name')
})
