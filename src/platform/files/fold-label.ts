/** A label as it is compared: letter case, spaces around it, runs of spaces inside it and Unicode forms don't matter. */
export function foldLabel(label: string): string {
  return label.normalize('NFC').trim().replace(/\s+/gu, ' ').toLowerCase()
}
