import { GraphQLScalarType } from 'graphql'
import { GraphQLDateTimeISO } from 'graphql-scalars'

/** A moment in the API: ISO 8601 in UTC out, any offset in; a `Date` in our code. */
export const DateTime = new GraphQLScalarType<Date, string>({
  ...GraphQLDateTimeISO.toConfig(),
  name: 'DateTime',
  description:
    'A moment in ISO 8601 with its offset. Answers are in UTC with milliseconds, such as `2026-03-01T08:30:00.000Z`; inputs may carry any offset, such as `2026-03-01T09:30:00+01:00`.',
})
