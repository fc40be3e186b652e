const SPECIAL = /[&<>"']/
const EVERY_SPECIAL = /[&<>"']/g
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Escapes a value for HTML text and for attribute values in either kind of quotes. */
export function escapeHtml(value: string): string {
  return SPECIAL.test(value) ? value.replace(EVERY_SPECIAL, character => ENTITIES[character] ?? '') : value
}
