import { setImmediate as nextTurn } from 'node:timers/promises'
import { SaxesParser, type SaxesTagNS } from 'saxes'
import { damaged, problemOfFault } from './open-package.ts'

/** Takes the elements of one part of a workbook as they come: those of the namespace that its first one is of. */
export interface XmlTaker {
  readonly open?: (tag: SaxesTagNS) => void
  readonly close?: (tag: SaxesTagNS) => void
  readonly text?: (text: string) => void
  /** What it found that makes the rest unreadable. */
  readonly problem?: () => string | undefined
}

const deepest = 100
const longestPiece = 1024 * 1024

/**
 * Reads a part of a workbook as XML in UTF-8, letting other work run between pieces: gives undefined after each piece, so that
 * what was taken of it can be passed on, and a problem as the last thing when the part can't be read. Nothing is ever looked up:
 * document types and entities of their own are refused. No piece between two tags may be longer than a million characters.
 */
export async function* readXml(
  opening: Promise<AsyncIterable<Buffer>>,
  taker: XmlTaker,
): AsyncGenerator<string | undefined> {
  const parser = guardedParser(taker)
  try {
    for await (const bytes of await opening) {
      const problem = parser.feed(bytes)
      yield problem
      if (problem !== undefined) return
      await nextTurn()
    }
  } catch (fault) {
    yield problemOfFault(fault)
    return
  }
  yield parser.end()
}

/** Reads a small part of a workbook to its end: its problem, or undefined. */
export async function readWholeXml(
  opening: Promise<AsyncIterable<Buffer>>,
  taker: XmlTaker,
): Promise<string | undefined> {
  for await (const problem of readXml(opening, taker)) if (problem !== undefined) return problem
  return undefined
}

/** The value of an attribute without a namespace. */
export function attributeOf(tag: SaxesTagNS, name: string): string | undefined {
  return tag.attributes[name]?.value
}

function guardedParser(taker: XmlTaker) {
  const parser = new SaxesParser({ xmlns: true })
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let problem: string | undefined
  let depth = 0
  let lastEvent = 0
  let namespace: string | undefined
  const passed = (): void => {
    lastEvent = parser.position
  }
  const refuse = (says: string): void => {
    problem ??= says
  }
  parser.on('error', () => refuse(damaged))
  parser.on('doctype', () => refuse(documentType))
  parser.on('comment', passed)
  parser.on('processinginstruction', passed)
  parser.on('opentag', tag => {
    passed()
    depth++
    namespace ??= tag.uri
    if (depth > deepest) refuse(damaged)
    else if (problem === undefined && tag.uri === namespace) taker.open?.(tag)
  })
  parser.on('closetag', tag => {
    passed()
    depth--
    if (problem === undefined && tag.uri === namespace) taker.close?.(tag)
  })
  const text = (given: string): void => {
    passed()
    if (problem === undefined) taker.text?.(given)
  }
  parser.on('text', text)
  parser.on('cdata', text)

  const feed = (bytes: Buffer | undefined): string | undefined => {
    const decoded = decode(decoder, bytes)
    if (decoded === undefined) refuse(notUtf8)
    else parser.write(decoded)
    if (bytes === undefined) parser.close()
    if (parser.position - lastEvent > longestPiece) refuse(tooLong)
    return problem ?? taker.problem?.()
  }
  return { feed, end: () => feed(undefined) }
}

function decode(decoder: InstanceType<typeof TextDecoder>, bytes: Buffer | undefined): string | undefined {
  try {
    return decoder.decode(bytes, { stream: bytes !== undefined })
  } catch {
    return undefined
  }
}

const documentType =
  'The workbook declares a document type or entities, which may not be. Open it in a spreadsheet program, save it again and use that file'
const notUtf8 =
  'The workbook is not written in UTF-8. Open it in a spreadsheet program, save it again and use that file'
const tooLong = 'The workbook has a value of more than a million characters. Shorten it'
