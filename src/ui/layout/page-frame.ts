import type { NavigationItem } from '../content/sub-navigation.tsx'
import type { Breadcrumb } from '../content/way-back.tsx'
import type { FieldError } from '../form/error-summary.ts'
import type { Content } from '../text/content.ts'
import type { AsAtBannerProps } from './banners.tsx'

/** All that stands around the content of a page, as plain data. */
export interface PageFrame {
  /** What the page is, the same as its heading: "Threats". */
  readonly title: string
  /** Name of the person signed in; without one there is no search box and no way to sign out. */
  readonly signedInAs?: string | undefined
  readonly organisation?: string | undefined
  /** For those who can see no record: there is no box to search for one. */
  readonly withoutSearch?: boolean | undefined
  readonly navigation: readonly NavigationItem[]
  /** Links beside the person's name: their account, another day. */
  readonly accountLinks?: readonly NavigationItem[] | undefined
  readonly asAtBanner?: Omit<AsAtBannerProps, 'csrfToken'> | undefined
  /** The database holds invented data, which every page then says. */
  readonly invented: boolean
  readonly csrfToken: string
  /** Path of this page: marks the place in the navigation. */
  readonly currentPath: string
  /** How what the page shows must be handled: "OFFICIAL-SENSITIVE · Region". Shown above and below it, and printed. */
  readonly handling?: string | undefined
  readonly errors?: readonly FieldError[] | undefined
  /** What has just been done: "Threat recorded". */
  readonly done?: Content
  readonly breadcrumbs?: readonly Breadcrumb[] | undefined
  readonly backHref?: string | undefined
  /** Lists and figures use the whole width of the window. */
  readonly wide?: boolean | undefined
  readonly version?: string | undefined
}
