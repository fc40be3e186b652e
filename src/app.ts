import { audit, writeAudit } from '#modules/audit'
import { disruptions } from '#modules/disruptions'
import { exchange } from '#modules/exchange'
import { insight } from '#modules/insight'
import { notices } from '#modules/notices'
import {
  changingPermissions,
  holdsInventedData,
  organisations,
  sessionStore,
  stateBearer,
  statePerson,
} from '#modules/organisations'
import { plans } from '#modules/plans'
import { reference } from '#modules/reference'
import { threats } from '#modules/threats'
import type { Settings } from '#platform/config'
import type { Database } from '#platform/database'
import { keepDraft } from '#platform/drafts'
import type { Module, Ports } from '#platform/http'
import { site } from '#platform/site'

/** The map: every module, in the order in which each may use those before it. A new capability is a folder and a line here. */
export const modules: readonly Module[] = [
  site,
  audit,
  organisations,
  reference,
  threats,
  plans,
  disruptions,
  insight,
  notices,
  exchange,
]

/** What the house asks of modules it does not know. */
export function portsFor(database: Database, settings: Pick<Settings, 'production'>): Ports {
  return {
    statePerson,
    stateBearer,
    writeAudit,
    changingPermissions,
    keepDraft,
    holdsInventedData,
    sessionStore: sessionStore(database),
    refusesSamplePeople: settings.production,
  }
}
