import { dayOf } from '#platform/clock'
import { Button, type Content, DataTable, Form, formatDay, formatInstant, Text } from '#ui'
import type { Token, TokenScope } from './token-store.ts'

/** What a token may do, as people read it. */
export const scopeWords: Readonly<Record<TokenScope, string>> = { read: 'Read', write: 'Read and write' }

interface TokenTableProps {
  readonly tokens: readonly Token[]
  readonly csrfToken: string
  /** The address under which each is revoked, by its id. */
  readonly under: string
  readonly emptyText: string
}

/** Tokens that still work, each to be revoked. */
export function TokenTable({ tokens, csrfToken, under, emptyText }: TokenTableProps): Content {
  return (
    <DataTable
      caption="Tokens for programs"
      hideCaption
      columns={[
        { key: 'name', label: 'Name', wide: true },
        { key: 'scope', label: 'May' },
        { key: 'created', label: 'Made' },
        { key: 'used', label: 'Last used' },
        { key: 'expires', label: 'Ends' },
        { key: 'revoke', label: 'Revoke' },
      ]}
      rows={tokens.map(token => ({
        name: <Text value={token.name} />,
        scope: scopeWords[token.scope],
        created: formatDay(dayOf(token.createdAt)),
        used: token.lastUsedAt === null ? 'Never' : formatInstant(token.lastUsedAt),
        expires: formatDay(dayOf(token.expiresAt)),
        revoke: (
          <Form action={`${under}/${token.id}/revoke`} csrfToken={csrfToken}>
            <Button text="Revoke" hiddenText={token.name} kind="secondary" small />
          </Form>
        ),
      }))}
      emptyText={emptyText}
    />
  )
}
