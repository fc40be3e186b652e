import { describe, expect, test } from 'vitest'
import { officialTemplate } from '../official-template.ts'
import { toHtml } from '../text/content.ts'
import { Button } from './button.ts'
import { Checkboxes, Radios } from './choices.ts'
import { DateInput } from './date-input.ts'
import { errorOf, ErrorSummary } from './error-summary.ts'
import { FileUpload } from './file-upload.ts'
import { Form } from './form.tsx'
import { PasswordInput } from './password-input.ts'
import { Select } from './select.ts'
import { TextArea } from './text-area.ts'
import { TextInput } from './text-input.ts'

const HOSTILE = `"><script>alert('x')</script>`

describe('every field', () => {
  const choices = [{ value: 'a', text: 'A' }]
  const shared = { name: 'field', label: 'Label', hint: 'Hint', error: 'Enter a label' }
  test.each([
    ['TextInput', <TextInput {...shared} />],
    ['TextArea', <TextArea {...shared} />],
    ['TextArea with a limit', <TextArea {...shared} maxLength={100} />],
    ['Select', <Select {...shared} choices={choices} />],
    ['Radios', <Radios {...shared} choices={choices} />],
    ['Checkboxes', <Checkboxes {...shared} choices={choices} />],
    ['DateInput', <DateInput {...shared} />],
    ['FileUpload', <FileUpload {...shared} />],
    ['PasswordInput', <PasswordInput {...shared} />],
  ])('%s has a control with its name as id, its label, its hint and its error', (_, field) => {
    const html = toHtml(field)
    expect(html).toMatch(/<(input|select|textarea)[^>]* id="field"/)
    expect(html).toMatch(/<(label|legend)[^>]*>\s*Label/)
    expect(html).toContain('Hint')
    expect(html).toContain('Enter a label')
    expect(html).toContain('govuk-form-group--error')
  })

  test.each([
    [
      'TextInput',
      <TextInput name="n" label={HOSTILE} hint={HOSTILE} error={HOSTILE} value={HOSTILE} prefix={HOSTILE} />,
    ],
    ['TextArea', <TextArea name="n" label={HOSTILE} value={HOSTILE} />],
    ['Select', <Select name="n" label="L" choices={[{ value: HOSTILE, text: HOSTILE }]} />],
    ['Radios', <Radios name="n" label="L" choices={[{ value: HOSTILE, text: HOSTILE, hint: HOSTILE }]} />],
    ['DateInput', <DateInput name="n" label="L" value={{ day: HOSTILE }} />],
    ['ErrorSummary', <ErrorSummary errors={[{ field: HOSTILE, text: HOSTILE }]} />],
    ['Button', <Button text={HOSTILE} href={HOSTILE} />],
  ])('%s escapes what it is given', (_, field) => {
    expect(toHtml(field)).not.toContain('<script>')
  })
})

describe('fields', () => {
  test('an optional question says so; a mandatory one is not marked', () => {
    expect(toHtml(<TextInput name="n" label="Known as" optional />)).toContain('Known as (optional)')
    expect(toHtml(<TextInput name="n" label="Known as" />)).not.toMatch(/optional|required/)
  })

  test('the label can be the heading of the page', () => {
    expect(toHtml(<TextInput name="n" label="Name" pageHeading />)).toMatch(/<h1 class="govuk-label-wrapper">/)
  })

  test('a text input is what the official fixture makes of the same options', () => {
    const html = toHtml(<TextInput name="test-width-5" label="Name" width={5} value="x" />)
    const label = { text: 'Name', classes: 'govuk-label--s' }
    expect(html).toBe(
      officialTemplate('input', {
        id: 'test-width-5',
        name: 'test-width-5',
        label,
        value: 'x',
        classes: 'govuk-input--width-5',
      }).toString(),
    )
  })

  test('choices show what was chosen', () => {
    const choices = ['a', 'b', 'c'].map(value => ({ value, text: value.toUpperCase() }))
    expect(toHtml(<Radios name="n" label="L" choices={choices} value="b" />).match(/ checked/g)).toHaveLength(1)
    expect(
      toHtml(<Checkboxes name="n" label="L" choices={choices} values={['a', 'c']} />).match(/ checked/g),
    ).toHaveLength(2)
    expect(toHtml(<Select name="n" label="L" choices={choices} value="c" />)).toContain('<option value="c" selected>')
  })

  test('a choice reveals further questions', () => {
    const reveals = <TextInput name="alias" label="Known as" />
    expect(toHtml(<Radios name="n" label="L" choices={[{ value: 'a', text: 'A', reveals }]} />)).toContain('id="alias"')
  })

  test('a text area keeps a line break at the start, which browsers drop once', () => {
    expect(toHtml(<TextArea name="n" label="L" value={'\nsecond line'} />)).toContain('>\n\nsecond line</textarea>')
  })

  test('a date marks the parts that are wrong', () => {
    const html = toHtml(
      <DateInput
        name="on"
        label="On"
        error="Year must have 4 numbers"
        errorParts={['year']}
        value={{ day: '1', month: '2', year: '24' }}
      />,
    )
    expect(html.match(/govuk-input--error/g)).toHaveLength(1)
    expect(html).toContain('name="on-year" type="text" value="24"')
  })

  test('a password is never sent back', () => {
    expect(toHtml(<PasswordInput name="password" label="Password" />)).not.toContain(' value=')
  })

  test('a form is posted with its token and without the checks of the browser', () => {
    const html = toHtml(
      <Form action="/threats" csrfToken="a&b">
        x
      </Form>,
    )
    expect(html).toBe(
      '<form action="/threats" method="post" novalidate=""><input type="hidden" name="_csrf" value="a&amp;b"/>x</form>',
    )
    expect(toHtml(<Form action="/" csrfToken="t" upload />)).toContain('enctype="multipart/form-data"')
  })

  test('a button guards against a double click, a link has no need to', () => {
    expect(toHtml(<Button text="Record threat" />)).toContain('data-prevent-double-click="true"')
    expect(toHtml(<Button text="Change" href="/change" />)).toMatch(/^<a href="\/change"/)
  })

  test('a button says which thing it acts on, where several have the same words', () => {
    const html = toHtml(<Button text="Discard" hiddenText={`<b>\u200B${HOSTILE}`} />)
    expect(html).toContain('Discard<span class="govuk-visually-hidden"> &lt;b&gt;[U+200B]&quot;&gt;&lt;script&gt;')
    expect(html).not.toContain('<script>')
  })
})

describe('the error summary', () => {
  const errors = [{ field: 'name', text: 'Enter a name' }, { text: 'Someone else has changed this threat' }]

  test('links to the fields', () => {
    const html = toHtml(<ErrorSummary errors={errors} />)
    expect(html).toContain('<a href="#name">Enter a name</a>')
    expect(html).toContain('Someone else has changed this threat')
  })

  test('shows nothing when nothing is wrong', () => {
    expect(toHtml(<ErrorSummary errors={[]} />)).toBe('')
  })

  test('gives the same words to the field', () => {
    expect(errorOf(errors, 'name')).toBe('Enter a name')
    expect(errorOf(errors, 'owner')).toBeUndefined()
  })
})
