import type { Job } from './house.ts'
import { forgetKeptAnswers } from './kept-answer-store.ts'

const day = 86_400_000

/** Each hour: forgets answers to programs' requests that are a day old. */
export const forgetKeptAnswersJob: Job = {
  name: 'forget-kept-answers',
  everySeconds: 3600,
  run: async ({ database, present }) => {
    await database.transaction().execute(tx => forgetKeptAnswers(tx, new Date(present().getTime() - day)))
  },
}
