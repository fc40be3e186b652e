import { HiddenInput } from '../form/form.tsx'
import type { Content } from '../text/content.ts'

export interface AsAtBannerProps {
  /** The day or instant that the whole site shows: "4 January 2023". */
  readonly knownOn: string
  /** Where "Return to today" is posted. */
  readonly returnAction: string
  readonly csrfToken: string
}

/** Says that the site shows what was known on a past day, with the way back to today. */
export function AsAtBanner({ knownOn, returnAction, csrfToken }: AsAtBannerProps): Content {
  return (
    <section class="ff-as-at-banner" aria-label="Past day">
      <div class="govuk-width-container ff-as-at-banner__container">
        <p class="ff-as-at-banner__text">
          You are looking at what was known on <strong>{knownOn}</strong>. Nothing can be changed.
        </p>
        <form action={returnAction} method="post" novalidate>
          <HiddenInput name="_csrf" value={csrfToken} />
          <button type="submit" class="ff-as-at-banner__button">
            Return to today
          </button>
        </form>
      </div>
    </section>
  )
}

/** Says on every page that the database holds invented data. */
export function InventedNotice(): Content {
  return (
    <section class="ff-invented" aria-label="Invented data">
      <p class="govuk-width-container ff-invented__text">
        <strong>Invented data</strong> No person, group or event shown here is real.
      </p>
    </section>
  )
}

/** How what the page shows must be handled. */
export function HandlingMarking({ text }: { readonly text: string }): Content {
  return <p class="ff-handling">{text}</p>
}
