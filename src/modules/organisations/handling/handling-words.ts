export { handlingMeanings } from '#platform/forms'
