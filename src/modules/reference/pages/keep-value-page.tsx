import { z } from 'zod'
import { oneValue } from '#platform/forms'
import { notFound, page, redirect, route } from '#platform/http'
import { type Content, Text } from '#ui'
import { keepValue } from '../change-values.ts'
import { findEndable, type FoundValue, listHref, managePermission } from './found-list.ts'

export const keepValueRoute = route({
  method: 'POST',
  path: '/reference/:list/:id/keep',
  area: 'page',
  permission: managePermission,
  event: 'reference-value.restored',
  summary: 'Take the end of a value of a list back',
  params: z.object({ list: z.string(), id: z.string() }),
  body: z.object({ version: oneValue }),
  handle: async (visit, input) => {
    const found = await findEndable(visit, input.params)
    if (found === undefined) return notFound()
    const { list, value } = found
    const href = listHref(list.name, value.id)
    const change = { tx: visit.tx, list: list.name, personId: visit.actor.personId }
    const kept = await keepValue(change, { id: value.id, version: input.body.version })
    if ('errors' in kept) {
      const errors = kept.errors.map(({ text }) => ({ field: 'version', text }))
      return page({ title: value.value, status: 400, errors, backHref: href, body: <KeptNot found={found} /> })
    }
    visit.memory.set('done', 'Its end was taken back')
    return redirect(href, { details: { list: list.name, valueId: value.id, fields: kept.fields } })
  },
})

function KeptNot({ found }: { readonly found: FoundValue }): Content {
  return (
    <>
      <h1 class="govuk-heading-l">
        The end of <Text value={found.value.value} /> stays
      </h1>
      <p class="govuk-body" id="version">
        It can’t be on the list again as things are.
      </p>
    </>
  )
}
