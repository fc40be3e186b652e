/** Forms: the questions drawn from a record's declaration, and the reading of what was sent. */
export { handlingMeanings, HandlingQuestion, readHandling } from './handling-question.tsx'
export { anotherValue, type ChoicesByField, choicesOf } from './question-choices.ts'
export { blankProblem, inSentence, lowerFirst, namedProblem } from './question-words.ts'
export { boxesOf, dayBoxes, dayFields, readDay, type TypedDay } from './read-day.ts'
export { controlsOf, readTyped, type ReadTyped } from './read-typed.ts'
export { RecordQuestions, type RecordQuestionsProps } from './record-questions.tsx'
export { allValues, oneValue } from './sent-values.ts'
export { type Typed, typedDay, typedOf } from './typed-values.ts'
