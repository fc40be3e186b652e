import type { Content } from '../text/content.ts'
import { HandlingMarking } from './banners.tsx'

/** The foot of every page: what is said about the site itself, and the marking once more. */
export function Footer(props: {
  readonly version?: string | undefined
  readonly handling?: string | undefined
}): Content {
  return (
    <footer class="ff-footer">
      <div class="govuk-width-container">
        <ul class="ff-footer__list">
          <li>
            <a class="govuk-link" href="/accessibility">
              Accessibility statement
            </a>
          </li>
          <li>
            <a class="govuk-link" href="/reference">
              Reference data
            </a>
          </li>
          <li>
            <a class="govuk-link" href="/api">
              API
            </a>
          </li>
          {props.version ? <li>Fourfold version {props.version}</li> : null}
        </ul>
      </div>
      {props.handling ? <HandlingMarking text={props.handling} /> : null}
    </footer>
  )
}
