import type { Panel } from '#platform/http'

/** On a record's page: the way to who has seen it. The registers are named as text: this module comes before them. */
export const auditPanels: readonly Panel[] = ['threats', 'disruptions'].map(register => ({
  on: register,
  beside: true,
  permission: 'audit.read',
  show: async (_visit, state) => ({
    heading: 'Audit',
    body: (
      <p class="govuk-body">
        <a class="govuk-link" href={`/audit/${register}/${encodeURIComponent(state.reference)}`}>
          Who has seen this {register.slice(0, -1)}
        </a>
      </p>
    ),
  }),
}))
