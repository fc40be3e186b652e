import { page, type PageAnswer, type Visit } from '#platform/http'
import { Button, type Content, Form, Panel, type SummaryRow, SummaryList } from '#ui'
import { TypedInputs } from './says-questions.tsx'
import { usesTables } from './uses-table.tsx'

export interface Check {
  readonly title: string
  /** The list, by name. */
  readonly list: string
  /** The word whose use is shown. */
  readonly value: string
  /** What is to be done, as facts. */
  readonly facts: readonly SummaryRow[]
  /** What follows from it, in sentences. */
  readonly effects: readonly Content[]
  /** What was typed, by the names of the form. */
  readonly typed: Readonly<Record<string, string>>
  /** Where the change is made. */
  readonly action: string
  /** Names the act. */
  readonly button: string
}

/** What a change would affect, shown before it is made. The form can be gone back to with what was typed. */
export async function checkPage(visit: Visit, check: Check): Promise<PageAnswer> {
  return page({
    title: check.title,
    body: (
      <>
        <h1 class="govuk-heading-l">{check.title}</h1>
        <SummaryList rows={check.facts} />
        <Panel title="What this would affect" id="effects">
          <ul class="govuk-list govuk-list--bullet">
            {check.effects.map(effect => (
              <li>{effect}</li>
            ))}
          </ul>
          {await usesTables(visit, check.list, check.value)}
        </Panel>
        <Form action={check.action} csrfToken={visit.csrfToken}>
          <TypedInputs typed={check.typed} />
          <Button text={check.button} />
        </Form>
        <Form action={`${check.action}/check`} csrfToken={visit.csrfToken}>
          <TypedInputs typed={{ ...check.typed, again: 'yes' }} />
          <Button text="Go back to the form" kind="secondary" />
        </Form>
      </>
    ),
  })
}
