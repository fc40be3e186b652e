import type { Visit } from '#platform/http'
import type { FormSubject } from '#platform/register-pages'
import { type Content, InsetText } from '#ui'
import { readPlan } from '../plan-store.ts'
import { menuBeside } from './menu-beside.tsx'

/** Beside the form of an action: the menu for its plan and P, and a word where the text came from there. */
export async function actionMenu(visit: Visit, { state, asked }: FormSubject): Promise<Content> {
  const reference = state?.values['plan'] ?? asked['plan']
  if (state !== undefined || typeof reference !== 'string') return null
  const plan = await readPlan(visit.tx, reference, visit.asAt)
  if (plan === undefined) return null
  const { threat, priority } = plan.values
  return (
    <>
      {asked['text'] === undefined ? null : (
        <InsetText>
          The text is from the menu of tactics. Make it this plan’s own before you record it: which place, which people,
          how many. Plans that say the same are found.
        </InsetText>
      )}
      {await menuBeside(visit, {
        threat: typeof threat === 'string' ? threat : undefined,
        priority: typeof priority === 'string' ? priority : undefined,
        p: asked['p'],
        plan: plan.reference,
      })}
    </>
  )
}
