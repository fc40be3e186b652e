import { listValues } from '#modules/reference'
import { asAtInstant, londonToday } from '#platform/clock'
import { anySignedIn, page, route, type Visit } from '#platform/http'
import { Button, type Content, FourP as FourPMark, formatDay, PageHeading, Panel, Text } from '#ui'
import { fourPs } from '../four-ps.ts'
import { type MenuTactic, menuOn } from './menu-store.ts'
import { TacticFacts } from './tactic-details.tsx'

/** The whole menu, by crime category and P: to read, and to print for a meeting. */
export const menuPage = route({
  method: 'GET',
  path: '/plans/menu',
  area: 'page',
  permission: anySignedIn,
  event: 'menu-of-tactics.viewed',
  summary: 'The menu of tactics, by crime category and P',
  handle: async visit => {
    const tactics = await menuOn(visit.tx, londonToday(asAtInstant(visit.asAt, visit.present)), { asAt: visit.asAt })
    return page({
      title: 'Menu of tactics',
      breadcrumbs: [{ text: 'Plans', href: '/plans' }],
      body: <Menu visit={visit} tactics={tactics} order={await categoriesInOrder(visit)} />,
      details: { tactics: tactics.length },
    })
  },
})

async function categoriesInOrder(visit: Visit): Promise<readonly string[]> {
  return (await listValues(visit.tx, 'crime-categories')).map(({ value }) => value)
}

interface MenuProps {
  readonly visit: Visit
  readonly tactics: readonly MenuTactic[]
  readonly order: readonly string[]
}

function Menu({ visit, tactics, order }: MenuProps): Content {
  const manages = visit.actor.permissions.has('reference.manage') && visit.asAt.when === 'now'
  const named = [...new Set([...order, ...tactics.flatMap(({ crimeCategory }) => crimeCategory ?? [])])]
  const categories = [null, ...named].filter(one => tactics.some(({ crimeCategory }) => crimeCategory === one))
  return (
    <>
      <PageHeading
        title="Menu of tactics"
        actions={manages ? <Button text="Add a tactic" href="/plans/menu/new" /> : null}
      />
      <p class="govuk-body">
        What is usually tried, to start a plan’s actions from. It is offered beside each plan, for what the plan is
        against. It fits no threat until somebody says which place, which people and by when.
      </p>
      <ul class="govuk-list ff-menu-contents">
        {categories.map((category, index) => (
          <li>
            <a class="govuk-link" href={`#category-${index}`}>
              <Text value={category ?? anyCategory} />
            </a>
          </li>
        ))}
      </ul>
      {categories.map((category, index) => (
        <Panel title={<Text value={category ?? anyCategory} />} id={`category-${index}`}>
          {tactics
            .filter(({ crimeCategory }) => crimeCategory === category)
            .toSorted((a, b) => fourPs.indexOf(a.fourP) - fourPs.indexOf(b.fourP))
            .map(tactic => (
              <Tactic tactic={tactic} manages={manages} />
            ))}
        </Panel>
      ))}
    </>
  )
}

const anyCategory = 'Any crime category'

function Tactic({ tactic, manages }: { readonly tactic: MenuTactic; readonly manages: boolean }): Content {
  return (
    <div class="ff-menu-tactic">
      <h3 class="govuk-heading-s">
        <FourPMark word={tactic.fourP} /> <Text value={tactic.name} />
      </h3>
      {tactic.toOn === null ? null : <p class="govuk-hint">Offered until {formatDay(tactic.toOn)}</p>}
      <TacticFacts tactic={tactic} />
      {manages && tactic.toOn === null ? (
        <p class="govuk-body ff-panel__actions">
          <a class="govuk-link" href={`/plans/menu/${tactic.id}/end`}>
            Take it off the menu<span class="govuk-visually-hidden">: {tactic.name}</span>
          </a>
        </p>
      ) : null}
    </div>
  )
}
