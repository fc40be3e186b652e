/**
 * The address by which the program itself connects to a replica: the server and the database of the address that was given,
 * with the role and the password that hold on the primary. A replica has the primary's roles, so none needs to be told twice.
 */
export function replicaUrlFor(givenUrl: string, appUrl: string): string {
  const url = new URL(givenUrl)
  const { username, password } = new URL(appUrl)
  url.username = username
  url.password = password
  return url.toString()
}
