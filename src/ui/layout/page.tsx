import { raw } from 'hono/html'
import { BackLink, Breadcrumbs } from '../content/way-back.tsx'
import { NotificationBanner } from '../content/notices.tsx'
import { ErrorSummary } from '../form/error-summary.ts'
import { toHtml } from '../text/content.ts'
import type { Content } from '../text/content.ts'
import { shownText } from '../text/shown-text.tsx'
import { assetPath } from './asset-path.ts'
import { Footer } from './footer.tsx'
import { Header } from './header.tsx'
import type { PageFrame } from './page-frame.ts'

/** The whole HTML document of a page. The same frame and content always give the same bytes. */
export function page(frame: PageFrame, content: Content): string {
  return `<!DOCTYPE html>\n${toHtml(<Document frame={frame}>{content}</Document>)}`
}

function Document({ frame, children }: { readonly frame: PageFrame; readonly children?: Content }): Content {
  const classes = [frame.wide && 'ff-wide', frame.asAtBanner && 'ff-as-at'].filter(Boolean).join(' ')
  return (
    <html lang="en-GB" class="govuk-template">
      <Head frame={frame} />
      <body class={`govuk-template__body ${classes}`.trim()}>
        <a href="#main-content" class="govuk-skip-link" data-module="govuk-skip-link">
          Skip to main content
        </a>
        <Header frame={frame} />
        <div class="govuk-width-container">
          <Before frame={frame} />
          <main class="govuk-main-wrapper ff-main" id="main-content">
            <ErrorSummary errors={frame.errors ?? []} />
            {frame.done ? <NotificationBanner kind="success">{frame.done}</NotificationBanner> : null}
            {children}
          </main>
        </div>
        <Footer version={frame.version} handling={frame.handling} />
      </body>
    </html>
  )
}

function Head({ frame }: { readonly frame: PageFrame }): Content {
  const title = `${frame.errors?.length ? 'Error: ' : ''}${shownText(frame.title)} - Fourfold`
  return (
    <head>
      {raw('<meta charset="utf-8">')}
      <title>{title}</title>
      {raw('<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">')}
      {raw('<meta name="theme-color" content="#16263f">')}
      {raw(`<link rel="icon" href="${assetPath('favicon.svg')}" type="image/svg+xml" sizes="any">`)}
      {raw(`<link rel="stylesheet" href="${assetPath('fourfold.css')}">`)}
      {raw(`<script type="module" src="${assetPath('fourfold.js')}"></script>`)}
    </head>
  )
}

function Before({ frame }: { readonly frame: PageFrame }): Content {
  if (frame.backHref !== undefined) return <BackLink href={frame.backHref} />
  return frame.breadcrumbs?.length ? <Breadcrumbs items={frame.breadcrumbs} /> : null
}
