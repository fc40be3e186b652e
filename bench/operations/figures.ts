import { type Operation, times } from '../operation.ts'
import { statementScript } from '../statement-script.ts'
import type { WrkRequest } from '../wrk-script.ts'
import { againstStatements, nothingRequest } from './against-statements.ts'
import { asPerson, asProgram, yearOfFigures, yearsAtAGlance } from './requests.ts'

const figures = {
  reference: 'S',
  toReach: times(1.5),
  aim: times(1.1),
  grows: 'as its rows',
} as const satisfies Partial<Operation>

export const yearsFigures: Operation = {
  ...figures,
  key: 'figures',
  name: 'one year’s lead disruptions by organisation, month and P, as at a day (API)',
  prepare: scene => againstStatements(scene, asProgram(scene.askers.national, [yearOfFigures()]), 2),
}

/**
 * Nobody asked for a bound of the page that shows them with all else there is to count: it is held to the same. Each time it is asked
 * for other days, so that it is counted: who comes back to it within half a minute is told again what was counted.
 */
export const glancePage: Operation = {
  ...figures,
  key: 'glance',
  name: 'the country at a glance, as at a day, counted, as an HTML page',
  prepare: async scene => {
    const requests = asPerson(scene.askers.national, yearsAtAGlance())
    const [first, second, ...others] = requests as [WrkRequest, WrkRequest, ...WrkRequest[]]
    await scene.captureOnce(first)
    const { statements } = await scene.captureOnce(second)
    const script = statementScript(statements, { prefix: 'r0' })
    const startingAnywhere = () => {
      const place = Math.floor(scene.random() * others.length)
      return [...others.slice(place), ...others.slice(0, place)]
    }
    return {
      connections: 2,
      operation: seconds => scene.ask(startingAnywhere(), seconds, 2),
      reference: seconds => scene.replay([script], seconds, { clients: 2 }),
      nothing: seconds => scene.ask(nothingRequest, seconds),
      finish: async () => void (await scene.capture(requests.slice(0, 1))),
    }
  },
}
