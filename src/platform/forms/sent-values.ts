import { z } from 'zod'

/** One value of a form or address: the first when it was sent more than once, empty when it was not sent. */
export const oneValue = z
  .union([z.string(), z.array(z.string()).transform(values => values[0] ?? '')])
  .default('')
  .catch('')

/** All values of a name of a form. */
export const allValues = z
  .union([z.array(z.string()), z.string().transform(value => [value])])
  .default([])
  .catch([])
