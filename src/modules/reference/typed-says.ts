import { oneValue } from '#platform/forms'
import { cleanText } from '#platform/files'
import type { FieldError } from '#ui'
import type { Says } from './change-values.ts'
import type { ReferenceList } from './list-store.ts'
import type { FourPWord, ReferenceValue } from './value-store.ts'

const longestHint = 500
const longestWord = 60
const mostWords = 60
const firstPosition = 10

export const fourPWords: readonly FourPWord[] = ['Pursue', 'Prevent', 'Protect', 'Prepare']

/** What a form sends of what a value says of itself. */
export const saysFields = { hint: oneValue, closed: oneValue, fourP: oneValue, words: oneValue, stands: oneValue }

export interface TypedSays {
  readonly hint: string
  /** 'yes' or 'no'. */
  readonly closed: string
  readonly fourP: string
  /** One a line. */
  readonly words: string
  /** 'first', or the id of the value it stands after. */
  readonly stands: string
}

/** A value as its form shows it. */
export function typedFromValue(value: ReferenceValue, order: readonly ReferenceValue[]): TypedSays {
  const before = order[order.findIndex(({ id }) => id === value.id) - 1]
  return {
    hint: value.hint,
    closed: value.closed ? 'yes' : 'no',
    fourP: value.fourP ?? '',
    words: value.words.join('\n'),
    stands: before === undefined ? 'first' : String(before.id),
  }
}

/** A new value's form: it stands last. */
export function blankSays(order: readonly ReferenceValue[]): TypedSays {
  const last = order.at(-1)
  return { hint: '', closed: 'no', fourP: '', words: '', stands: last === undefined ? 'first' : String(last.id) }
}

/** What was typed, read; or what is wrong with it. `order` is the list in its order, with the value itself where it has one. */
export function readSays(
  list: ReferenceList,
  typed: TypedSays,
  order: readonly ReferenceValue[],
  value?: ReferenceValue,
): { readonly says: Says } | { readonly errors: readonly FieldError[] } {
  const hint = readText(typed.hint, longestHint)
  const words = [...new Set(typed.words.split(/\r?\n/).map(word => word.trim()))].filter(word => word !== '')
  const wrongWord = words.map(word => readText(word, longestWord)).find(read => 'problem' in read)
  const position = positionOf(typed, order, value)
  const errors = [
    ...('problem' in hint ? [{ field: 'hint', text: `What it means: ${hint.problem}` }] : []),
    ...(wrongWord !== undefined && 'problem' in wrongWord
      ? [{ field: 'words', text: `One of the words: ${wrongWord.problem}` }]
      : []),
    ...(words.length > mostWords ? [{ field: 'words', text: `Enter ${mostWords} words or fewer` }] : []),
    ...(position === undefined ? [{ field: 'stands', text: 'Select where it stands' }] : []),
  ]
  if (errors.length > 0 || 'problem' in hint || position === undefined) return { errors }
  return {
    says: {
      hint: hint.text,
      closed: list.saysToo.includes('closed') && typed.closed === 'yes',
      fourP: list.saysToo.includes('four P') ? fourPWords.find(word => word === typed.fourP) : undefined,
      words: list.saysToo.includes('words') ? words.map(word => word.normalize('NFC')) : [],
      position,
    },
  }
}

/** Text as it was typed, without the white space around it; or what is wrong with it. */
export function readText(text: string, max: number): { readonly text: string } | { readonly problem: string } {
  const read = cleanText(text.replaceAll('\r\n', '\n').trim(), { max })
  return read.ok ? { text: read.value } : { problem: read.problem }
}

/** Where it is now, unless another place was selected; then halfway between its new neighbours. */
function positionOf(
  { stands }: TypedSays,
  order: readonly ReferenceValue[],
  value: ReferenceValue | undefined,
): number | undefined {
  if (value !== undefined && typedFromValue(value, order).stands === stands) return value.position
  const others = order.filter(({ id }) => id !== value?.id)
  const index = stands === 'first' ? 0 : others.findIndex(({ id }) => String(id) === stands) + 1
  if (index === 0 && stands !== 'first') return undefined
  const before = others[index - 1]?.position
  const after = others[index]?.position
  if (before === undefined) return after === undefined ? firstPosition : after - firstPosition
  return after === undefined ? before + firstPosition : (before + after) / 2
}
