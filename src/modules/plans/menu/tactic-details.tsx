import type { Content } from '#ui'
import { Details, SummaryList } from '#ui'
import type { MenuTactic } from './menu-store.ts'

/** What there is to know of a tactic, and the way to start from it. */
export function TacticDetails(props: { readonly tactic: MenuTactic; readonly useHref?: string | undefined }): Content {
  const { tactic, useHref } = props
  return (
    <Details summary={tactic.name}>
      <TacticFacts tactic={tactic} />
      {useHref === undefined ? null : (
        <p class="govuk-body">
          <a class="govuk-link" href={useHref}>
            Use this<span class="govuk-visually-hidden">: {tactic.name}</span>
          </a>
        </p>
      )}
    </Details>
  )
}

/** The four things to know before a tactic is used. */
export function TacticFacts({ tactic }: { readonly tactic: MenuTactic }): Content {
  return (
    <SummaryList
      rows={[
        { key: 'What', value: tactic.what },
        { key: 'When', value: tactic.whenToUse },
        { key: 'Who helps', value: tactic.whoHelps },
        { key: 'Watch out', value: tactic.watchOut },
      ]}
    />
  )
}
