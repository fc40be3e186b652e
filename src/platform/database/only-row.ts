/**
 * The one row a statement must give.
 *
 * @throws Error when it gave none: a fault of the statement, never of what a person typed.
 */
export function onlyRow<Row>(result: { readonly rows: readonly Row[] }): Row {
  const [row] = result.rows
  if (row === undefined) throw new Error('A statement that must give a row gave none.')
  return row
}
