import {
  Button,
  CharacterCount,
  Checkboxes,
  createAll,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  Tabs,
} from 'govuk-frontend'

// Everything works without this file; it only enhances. The classes tell the styles that it has loaded.
document.body.classList.add('js-enabled', 'govuk-frontend-supported')

const components = [
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  Tabs,
]
for (const component of components) createAll(component)

openFiltersWhereStylesCannot()
leaveUnansweredFiltersOut()

/** A browser without `::details-content` can't be told by style to open the filters in a wide window. */
function openFiltersWhereStylesCannot() {
  if (CSS.supports('selector(::details-content)') || !matchMedia('(min-width: 1020px)').matches) return
  for (const filter of document.querySelectorAll('details.ff-filter')) filter.open = true
}

/** Keeps the address of a filtered list short enough to be read and sent: what was not answered is not in it. */
function leaveUnansweredFiltersOut() {
  for (const form of document.querySelectorAll('form.moj-filter')) {
    form.addEventListener('formdata', ({ formData }) => {
      for (const name of new Set(formData.keys())) {
        const answers = formData.getAll(name).filter(answer => answer !== '')
        formData.delete(name)
        for (const answer of answers) formData.append(name, answer)
      }
    })
  }
}
