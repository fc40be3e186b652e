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
for (const status of document.querySelectorAll('[data-autosave]')) keepDraft(status)
for (const place of document.querySelectorAll('[data-look-alikes]')) pointOutLookAlikes(place)

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

/**
 * Keeps what is typed into a form as its draft: three seconds after the last change, and when the page is left or put aside. It
 * says when it did, and never stands in the way: the server keeps the form as well when it is sent.
 */
function keepDraft(status) {
  const form = status.closest('form')
  let kept = contentOf(form)
  let timer
  let isSent = false
  const save = async () => {
    clearTimeout(timer)
    const content = contentOf(form)
    if (isSent || content === kept) return
    try {
      const answer = await fetch(status.dataset.autosave, {
        method: 'POST',
        body: new URLSearchParams(content),
        redirect: 'manual',
      })
      if (answer.type === 'opaqueredirect')
        say(status, 'Draft saved. You were signed out meanwhile: send the form to sign in and go on')
      else if (!answer.ok) say(status, 'The draft could not be saved just now')
      else {
        kept = content
        say(status, `Draft saved at ${timeOf(new Date((await answer.json()).savedAt))}`)
      }
    } catch {
      say(status, 'The draft could not be saved just now: there is no connection')
    }
  }
  const saveAtOnce = () => {
    const content = contentOf(form)
    if (isSent || content === kept) return
    if (navigator.sendBeacon(status.dataset.autosave, new URLSearchParams(content))) kept = content
  }
  const changed = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void save(), 3000)
  }
  form.addEventListener('input', changed)
  form.addEventListener('change', changed)
  form.addEventListener('submit', () => {
    isSent = true
  })
  addEventListener('pageshow', () => {
    isSent = false
  })
  addEventListener('pagehide', saveAtOnce)
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && saveAtOnce())
}

/** All that a form would send, as text, so that what was kept can be compared with what is there. */
function contentOf(form) {
  return new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string')).toString()
}

/** The same words are not read out again. */
function say(status, words) {
  if (status.textContent !== words) status.textContent = words
}

function timeOf(instant) {
  return instant.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
}

/** Tells, when a question was answered, of records that are called the same or nearly. Without scripts the server does. */
function pointOutLookAlikes(place) {
  const input = place.closest('form').elements.namedItem(place.dataset.of)
  let asked = input.value
  input.addEventListener('blur', async () => {
    if (input.value === asked) return
    asked = input.value
    const query = new URLSearchParams({ text: asked })
    if (place.dataset.except) query.set('except', place.dataset.except)
    try {
      const answer = await fetch(`${place.dataset.lookAlikes}?${query}`, { redirect: 'error' })
      const found = answer.ok ? await answer.json() : { items: [] }
      if (input.value === asked) showLookAlikes(place, found)
    } catch {
      place.replaceChildren()
    }
  })
}

function showLookAlikes(place, { says, items }) {
  if (items.length === 0) return place.replaceChildren()
  const list = element('ul', 'govuk-list govuk-list--bullet')
  for (const item of items) {
    const line = element('li')
    const link = element('a', 'govuk-link', item.title)
    link.href = item.href
    link.target = '_blank'
    link.rel = 'noopener'
    line.append(link, ` ${item.says} (opens in a new tab)`)
    list.append(line)
  }
  place.replaceChildren(element('p', 'govuk-body', says), list)
}

function element(name, className = '', text = '') {
  const made = document.createElement(name)
  made.className = className
  made.textContent = text
  return made
}
