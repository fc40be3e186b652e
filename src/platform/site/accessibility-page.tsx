import { openRoute, page, type Route } from '#platform/http'
import type { Content } from '#ui'

/** What this site does for everyone to be able to use it, and where it falls short: for anyone, before sign-in too. */
export const accessibilityRoute: Route = openRoute({
  method: 'GET',
  path: '/accessibility',
  area: 'page',
  whilePast: true,
  event: 'accessibility.read',
  summary: 'The accessibility statement',
  handle: async () => page({ title: 'Accessibility statement', body: <Statement /> }),
})

function Statement(): Content {
  return (
    <>
      <h1 class="govuk-heading-l">Accessibility statement</h1>
      <p class="govuk-body">
        This statement is about the pages of Fourfold itself, wherever it is run. We want everyone who works with it to
        be able to:
      </p>
      <ul class="govuk-list govuk-list--bullet">
        <li>use every page by keyboard alone, and see where they are</li>
        <li>use every page with a screen reader, and hear tables and charts as tables</li>
        <li>enlarge the text to 400% without losing anything, and use it on a phone</li>
        <li>do everything without scripts, at any speed of network</li>
        <li>tell things apart without seeing colours: each coloured mark has its word</li>
      </ul>
      <h2 class="govuk-heading-m">How far it meets the standard</h2>
      <p class="govuk-body">
        The pages are built to the Web Content Accessibility Guidelines version 2.2, level AA, with the components of
        the GOV.UK and Ministry of Justice design systems. The project’s tests check pages with an automated tool, at
        the width of a desk’s screen and of a phone.
      </p>
      <p class="govuk-body">
        Automated checks find only some of what can be wrong. No independent audit has been made yet, and no test with
        people who use assistive technology, so we do not claim that the site meets the standard in full.
      </p>
      <h2 class="govuk-heading-m">What we know falls short</h2>
      <ul class="govuk-list govuk-list--bullet">
        <li>Wide tables of figures scroll sideways in a narrow window.</li>
        <li>Exported files are plain CSV: they have no headings or structure beyond their first row.</li>
        <li>Names and titles are shown as they were typed or imported, and may not be plain.</li>
      </ul>
      <h2 class="govuk-heading-m">Tell us, or ask for another format</h2>
      <p class="govuk-body">
        If something here keeps you from your work, tell the administrator of the Fourfold you use: they run it, and can
        give you what you need in another way. If their answer does not help, the{' '}
        <a class="govuk-link" href="https://www.equalityadvisoryservice.com/">
          Equality Advisory and Support Service
        </a>{' '}
        can advise you.
      </p>
      <p class="govuk-body">This statement was prepared on 22 November 2026.</p>
    </>
  )
}
