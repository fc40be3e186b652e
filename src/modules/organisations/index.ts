import type { Module } from '#platform/http'
import { changeHandlingRoutes } from './handling/change-handling-page.tsx'
import { handlingPage } from './handling/handling-page.tsx'
import { handlingPanels } from './handling/handling-panel.tsx'
import { shareRoutes } from './handling/share-page.tsx'
import { whyPage } from './handling/why-page.tsx'
import { editOrganisationRoutes } from './structure/edit-organisation-page.tsx'
import { newOrganisationRoutes } from './structure/new-organisation-page.tsx'
import { organisationPage } from './structure/organisation-page.tsx'
import { organisationsPage } from './structure/organisations-page.tsx'
import { regionsRoutes } from './structure/regions-page.tsx'
import { tokenCreateCommand } from './sign-in/token-create-command.ts'
import { personAddCommand } from './people/person-add-command.ts'
import { personResetCommand } from './people/person-reset-command.ts'
import { forgetExpiredJob } from './sign-in/forget-expired.ts'
import { accountRoutes } from './sign-in/account-page.tsx'
import { newPersonRoutes } from './people/new-person-page.tsx'
import { passwordRoutes } from './sign-in/change-password-page.tsx'
import { peopleRoutes } from './people/people-page.tsx'
import { personRoutes } from './people/person-page.tsx'
import { signInLinkRoutes } from './sign-in/sign-in-link-page.tsx'
import { signInRoutes } from './sign-in/sign-in-page.tsx'
import { tokenRoutes } from './sign-in/tokens-page.tsx'

export { changeHandling } from './handling/change-handling.ts'
export { endShare, shareRecord } from './handling/share-record.ts'
export {
  listOrganisations,
  listRegions,
  membersOn,
  type Organisation,
  type OrganisationIndex,
  organisationIndex,
  type OrganisationKind,
  organisationKinds,
  type Region,
} from './organisation-store.ts'
export { actAsSystem } from './as-system.ts'
export { nameKey } from './name-key.ts'
export { holdsInventedData, stateInventedData } from './invented-data.ts'
export { changingPermissions, type Part, parts, partsWith, permissionsOf } from './parts.ts'
export { hashPassword } from './sign-in/password.ts'
export { personIdByEmail, systemPersonId } from './person-store.ts'
export { addSamplePeople, type SamplePerson, samplePeople } from './people/sample-people.ts'
export { sessionStore } from './sign-in/session-store.ts'
export { stateActor } from './state-actor.ts'
export { stateBearer, statePerson } from './state-asker.ts'
export { createToken } from './sign-in/token-store.ts'

/** Organisations, people, their parts, sign-in, and who may see what. */
export const organisations: Module = {
  name: 'organisations',
  routes: [
    ...signInRoutes,
    ...signInLinkRoutes,
    ...accountRoutes,
    ...tokenRoutes,
    ...passwordRoutes,
    ...peopleRoutes,
    ...newPersonRoutes,
    ...personRoutes,
    organisationsPage,
    ...newOrganisationRoutes,
    organisationPage,
    ...editOrganisationRoutes,
    ...regionsRoutes,
    handlingPage,
    ...changeHandlingRoutes,
    ...shareRoutes,
    whyPage,
  ],
  panels: handlingPanels,
  navigation: [
    { label: 'People', href: '/people', permission: 'person.manage' },
    { label: 'Organisations', href: '/organisations', permission: 'organisation.manage' },
  ],
  commands: [personAddCommand, personResetCommand, tokenCreateCommand],
  jobs: [forgetExpiredJob],
}
