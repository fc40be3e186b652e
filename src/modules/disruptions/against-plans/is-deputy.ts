import { type RawBuilder, sql } from 'kysely'

/** The condition that a person stands among the deputies of a plan, as they were typed: with commas, semicolons or spaces between. */
export function isDeputy(deputies: RawBuilder<unknown>, email: string): RawBuilder<boolean> {
  return sql<boolean>`(position(${email} in lower(${deputies})) > 0
    and ${email} = any (regexp_split_to_array(lower(${deputies}), '[\\s,;]+')))`
}
