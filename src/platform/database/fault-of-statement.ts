import pg from 'pg'

/** SQLSTATE classes that tell of the server or the way to it: connection, resources, intervention, configuration, internal. */
const ofServer = /^(08|53|57P|58|F0|XX)/

/** Whether a fault has to do with the statement that met it, and says nothing against the server: the next one may fare well. */
export function isFaultOfStatement(fault: unknown): boolean {
  return fault instanceof pg.DatabaseError && fault.code !== undefined && !ofServer.test(fault.code)
}

/** What `organisations.fail_unless_expected` fails with, and what comes after it in the same transaction: a cursor learns no more. */
const statedOtherwise: readonly (string | undefined)[] = ['FF001', '25P02']

/** Whether a statement failed because its transaction acts for somebody else, or otherwise, than was expected. */
export function isStatedOtherwise(fault: unknown): boolean {
  return fault instanceof pg.DatabaseError && statedOtherwise.includes(fault.code)
}
