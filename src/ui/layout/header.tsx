import { NavigationCount } from '../content/sub-navigation.tsx'
import type { NavigationItem } from '../content/sub-navigation.tsx'
import { HiddenInput } from '../form/form.tsx'
import type { Content } from '../text/content.ts'
import { Text } from '../text/shown-text.tsx'
import { AsAtBanner, HandlingMarking, InventedNotice } from './banners.tsx'
import type { PageFrame } from './page-frame.ts'

/** The top of every page: the name, the search by reference, who is signed in, where one can go, and the notices. */
export function Header({ frame }: { readonly frame: PageFrame }): Content {
  return (
    <header class="govuk-template__header ff-header">
      {frame.handling ? <HandlingMarking text={frame.handling} /> : null}
      <div class="govuk-generic-header">
        <div class="govuk-generic-header__container govuk-width-container ff-header__container">
          <div class="govuk-generic-header__logo">
            <a href="/" class="govuk-generic-header__homepage-link">
              Fourfold
            </a>
          </div>
          {frame.signedInAs && !frame.withoutSearch ? <QuickSearch /> : null}
          {frame.signedInAs ? <Account frame={frame} /> : null}
        </div>
      </div>
      {frame.navigation.length > 0 ? <Navigation frame={frame} /> : null}
      {frame.asAtBanner ? <AsAtBanner {...frame.asAtBanner} csrfToken={frame.csrfToken} /> : null}
      {frame.invented ? <InventedNotice /> : null}
    </header>
  )
}

function QuickSearch(): Content {
  return (
    <form class="ff-quick-search" action="/search" method="get" role="search" novalidate>
      <label class="govuk-visually-hidden" for="quick-search">
        Find a record by its reference
      </label>
      <input
        class="ff-quick-search__input"
        id="quick-search"
        name="reference"
        type="search"
        autocomplete="off"
        spellcheck={false}
        placeholder="Reference"
      />
      <button class="ff-quick-search__button" type="submit">
        Find
      </button>
    </form>
  )
}

function Account({ frame }: { readonly frame: PageFrame }): Content {
  return (
    <div class="ff-account">
      <p class="ff-account__who">
        <strong>
          <Text value={frame.signedInAs ?? ''} />
        </strong>
        {frame.organisation ? <span class="ff-account__organisation">{frame.organisation}</span> : null}
      </p>
      {frame.accountLinks?.map(link => (
        <a class="ff-account__link" href={link.href}>
          {link.label}
          <NavigationCount count={link.count} counted={link.counted} />
        </a>
      ))}
      <form action="/sign-out" method="post" novalidate>
        <HiddenInput name="_csrf" value={frame.csrfToken} />
        <button class="ff-account__link" type="submit">
          Sign out
        </button>
      </form>
    </div>
  )
}

function Navigation({ frame }: { readonly frame: PageFrame }): Content {
  return (
    <div class="govuk-service-navigation ff-navigation" data-module="govuk-service-navigation">
      <div class="govuk-width-container">
        <div class="govuk-service-navigation__container">
          <nav aria-label="Menu" class="govuk-service-navigation__wrapper">
            <button
              type="button"
              class="govuk-service-navigation__toggle govuk-js-service-navigation-toggle"
              aria-controls="navigation"
              hidden
              aria-hidden="true"
            >
              Menu
            </button>
            <ul class="govuk-service-navigation__list" id="navigation">
              {frame.navigation.map(item => (
                <Place item={item} current={item.current ?? isWithin(frame.currentPath, item.href)} />
              ))}
            </ul>
          </nav>
        </div>
      </div>
    </div>
  )
}

function Place({ item, current }: { readonly item: NavigationItem; readonly current: boolean }): Content {
  return (
    <li class={`govuk-service-navigation__item${current ? ' govuk-service-navigation__item--active' : ''}`}>
      <a class="govuk-service-navigation__link" href={item.href} aria-current={current ? 'true' : undefined}>
        {current ? <strong class="govuk-service-navigation__active-fallback">{item.label}</strong> : item.label}
        <NavigationCount count={item.count} counted={item.counted} />
      </a>
    </li>
  )
}

function isWithin(path: string, place: string): boolean {
  return path === place || (place !== '/' && path.startsWith(`${place}/`))
}
