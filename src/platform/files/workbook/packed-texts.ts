/** Millions of texts in little room, found again by the order in which they came. */
export interface PackedTexts {
  readonly add: (text: string) => void
  /** The text of a number from 0, or undefined when there is none. */
  readonly at: (index: number) => string | undefined
}

const blockBytes = 1024 * 1024
const startsInBlock = 64 * 1024
const prefixBytes = 2
/** Set in a text's length when it is kept as UTF-16, having half a pair of surrogates, which UTF-8 can't hold. */
const inUtf16 = 0x8000

/**
 * Keeps each text as its bytes, with their number before them, behind the last text: as strings of the language they would take
 * many times the room. A text may take 32 KB, which is far more than a field may hold.
 */
export function packedTexts(): PackedTexts {
  const blocks: Buffer[] = []
  const starts: Uint32Array[] = []
  let count = 0
  let end = 0

  const roomFor = (bytes: number): { readonly block: Buffer; readonly at: number } => {
    const current = blocks.at(-1)
    if (current !== undefined && end % blockBytes !== 0 && blockBytes - (end % blockBytes) >= bytes) {
      return { block: current, at: end % blockBytes }
    }
    const block = Buffer.allocUnsafeSlow(blockBytes)
    end = blocks.length * blockBytes
    blocks.push(block)
    return { block, at: 0 }
  }
  const keepStart = (start: number): void => {
    if (count % startsInBlock === 0) starts.push(new Uint32Array(startsInBlock))
    const last = starts.at(-1)
    if (last !== undefined) last[count % startsInBlock] = start
    count++
  }
  return {
    add: text => {
      const encoding = text.isWellFormed() ? 'utf8' : 'utf16le'
      const bytes = Buffer.byteLength(text, encoding)
      const { block, at } = roomFor(prefixBytes + bytes)
      block.writeUInt16LE(encoding === 'utf8' ? bytes : bytes | inUtf16, at)
      block.write(text, at + prefixBytes, encoding)
      keepStart(end)
      end += prefixBytes + bytes
    },
    at: index => {
      const start = starts[Math.floor(index / startsInBlock)]?.[index % startsInBlock]
      if (start === undefined || index >= count) return undefined
      const block = blocks[Math.floor(start / blockBytes)]
      const from = (start % blockBytes) + prefixBytes
      const length = block?.readUInt16LE(from - prefixBytes) ?? 0
      const encoding = (length & inUtf16) === 0 ? 'utf8' : 'utf16le'
      return block?.toString(encoding, from, from + (length & ~inUtf16))
    },
  }
}
