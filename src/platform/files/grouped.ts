const format = new Intl.NumberFormat('en-GB')

/** A count as people read it: '4,000'. (One formatter for all: making one takes longer than reading a row.) */
export function grouped(count: number): string {
  return format.format(count)
}
