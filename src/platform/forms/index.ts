/** Forms drawn from a record's declaration: the questions, and the reading of their answers. */
export { handlingMeanings, HandlingQuestion, readHandling } from './handling-question.tsx'
export { anotherValue, type ChoicesByField, choicesOf } from './question-choices.ts'
export { blankProblem, inSentence, lowerFirst, namedProblem } from './question-words.ts'
export { controlsOf, readTyped, type ReadTyped } from './read-typed.ts'
export { RecordQuestions, type RecordQuestionsProps } from './record-questions.tsx'
export { type Typed, typedDay, typedOf } from './typed-values.ts'
