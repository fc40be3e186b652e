import type { RegisterPages } from './register-pages.ts'

/** The fields that the form of a change asks for, in its order: a part stays in its whole, so that is not asked. */
export function askedOnChange({ record, writes }: RegisterPages): readonly string[] {
  return (writes?.fields ?? []).filter(name => name !== record.within?.field)
}

/** The same of a new record: of a part the whole, unless its form's address named it. */
export function askedWhenNew(pages: RegisterPages, whole: string | undefined): readonly string[] {
  const { record, writes } = pages
  const left = writes?.notAskedWhenNew ?? []
  return (writes?.fields ?? []).filter(
    name => !left.includes(name) && (whole === undefined || name !== record.within?.field),
  )
}
