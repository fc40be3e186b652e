import { describe, expect, test } from 'vitest'
import { toHtml } from '../text/content.ts'
import { Figures } from './figures.tsx'
import { FilterLayout } from './filter-layout.tsx'
import { Count, FourP, LevelMark, TierMark } from './marker.tsx'
import { Pagination } from './pagination.tsx'
import { PageHeading, Panel } from './panel.tsx'
import { SideBySide } from './side-by-side.tsx'
import { SubNavigation } from './sub-navigation.tsx'
import { SummaryList } from './summary-list.tsx'
import { Timeline } from './timeline.tsx'

describe('markers', () => {
  test('each of the 4Ps has its own colour and always its word', () => {
    const words = ['Pursue', 'Prevent', 'Protect', 'Prepare'] as const
    const html = words.map(word => toHtml(<FourP word={word} />))
    words.forEach((word, index) => expect(html[index]).toContain(`>${word}</span>`))
    expect(new Set(html.map(one => /ff-marker--(\S+)"/.exec(one)?.[1])).size).toBe(4)
  })

  test('tier 1 is the gravest: all its bars are filled', () => {
    expect(toHtml(<TierMark tier={1} />).match(/ff-level__bar--filled/g)).toHaveLength(5)
    expect(toHtml(<TierMark tier={5} />).match(/ff-level__bar--filled/g)).toHaveLength(1)
    expect(toHtml(<LevelMark text="None" level={0} of={3} />)).toContain('None')
  })

  test('a number opens the rows behind it when it has an address', () => {
    expect(toHtml(<Count value={1204} />)).toBe('<span class="ff-count">1,204</span>')
    expect(toHtml(<Count value={12} href="/x?a=1&b=2" label="threats" />)).toMatch(
      /href="\/x\?a=1&amp;b=2">12<span[^>]*> threats</,
    )
  })
})

describe('facts', () => {
  test('a summary list shows text as typed, and says what was not recorded', () => {
    const html = toHtml(
      <SummaryList
        rows={[
          { key: 'Name', value: 'a\u200Bb' },
          { key: 'Closed', value: null },
          { key: 'Arrests', value: 0 },
        ]}
      />,
    )
    expect(html).toContain('U+200B')
    expect(html).toContain('<span class="ff-empty">Not recorded</span>')
    expect(html).toContain('<dd class="govuk-summary-list__value">0</dd>')
  })

  test('actions have hidden words that complete them', () => {
    const html = toHtml(
      <SummaryList
        rows={[
          { key: 'Name', value: 'x', actions: [{ text: 'Change', href: '/c', hiddenText: 'name' }] },
          { key: 'Owner', value: 'y' },
        ]}
      />,
    )
    expect(html).toContain('Change<span class="govuk-visually-hidden"> name</span>')
    expect(html).toContain('govuk-summary-list__row--no-actions')
  })

  test('two states side by side: what changed is said in words', () => {
    const html = toHtml(
      <SideBySide
        caption="c"
        leftHeading="Before"
        rightHeading="After"
        rows={[
          { label: 'Tier', left: '', right: 'Tier 1', changed: true },
          { label: 'Owner', left: 'x', right: 'x', changed: false },
        ]}
      />,
    )
    expect(html.match(/>Changed</g)).toHaveLength(1)
    expect(html).toContain('Not recorded')
  })

  test('a timeline has machine-readable instants', () => {
    const html = toHtml(
      <Timeline items={[{ title: 'Moderated', by: 'A. Example', at: new Date('2024-01-04T10:46:00Z') }]} />,
    )
    expect(html).toContain('<time datetime="2024-01-04T10:46:00.000Z">4 January 2024 at 10:46 UTC</time>')
  })

  test('figures open their rows', () => {
    expect(toHtml(<Figures items={[{ label: 'Major', value: '87', href: '/m' }]} />)).toMatch(
      /<a[^>]* href="\/m">87<\/a>/,
    )
  })
})

describe('parts of a page', () => {
  test('the heading escapes its title and leaves out what is not there', () => {
    const html = toHtml(<PageHeading title="<b>" />)
    expect(html).toContain('<h1 class="govuk-heading-l"><bdi>&lt;b&gt;</bdi></h1>')
    expect(html).not.toMatch(/caption|markers|actions/)
  })

  test('a panel is a region with a name', () => {
    const html = toHtml(
      <Panel title="Plan" id="plan" count={2}>
        x
      </Panel>,
    )
    expect(html).toMatch(/<section class="ff-panel" aria-labelledby="plan-heading" id="plan">[^]*id="plan-heading"/)
    expect(html).toContain('(2)')
  })

  test('the sub navigation marks the current view', () => {
    const html = toHtml(
      <SubNavigation
        label="Views"
        items={[
          { label: 'One', href: '/1', current: true },
          { label: 'Two', href: '/2' },
        ]}
      />,
    )
    expect(html.match(/aria-current="page"/g)).toHaveLength(1)
  })

  test('pages of a list have no numbers, and nothing is shown when there is one page', () => {
    const html = toHtml(<Pagination nextHref="?after=x&limit=50" summary="50 of 1,204 threats" />)
    expect(html).toContain('href="?after=x&amp;limit=50" rel="next"')
    expect(html).not.toContain('rel="prev"')
    expect(toHtml(<Pagination />)).toBe('')
  })

  test('the filters are a plain form, keep the rest of the query, and each in use can be removed', () => {
    const html = toHtml(
      <FilterLayout
        action="/threats"
        fields={<p>fields</p>}
        clearHref="/threats"
        kept={{ order: 'tier' }}
        selected={[{ label: 'Tier', value: 'Tier 1', removeHref: '/threats?x=1&y=2' }]}
      >
        <p>list</p>
      </FilterLayout>,
    )
    expect(html).toContain('<details class="ff-filter">')
    expect(html).toMatch(/<form[^>]* action="\/threats" method="get"[^]*name="order" value="tier"/)
    expect(html).toContain('href="/threats?x=1&amp;y=2"')
    expect(html).toContain('(1 in use)')
  })
})
