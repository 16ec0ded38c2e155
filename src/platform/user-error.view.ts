import { Field, Int, InterfaceType, ObjectType } from 'type-graphql'

/** Which concrete type carries an error's facts. */
function typeOf(error: UserError): string {
  if (error.code === 'VERSION_CONFLICT') return 'VersionConflictError'
  if (error.code === 'ORDER_INVALID_TRANSITION') return 'InvalidTransitionError'
  if (error.code === 'FORBIDDEN') return 'NotAuthorizedError'
  return 'GeneralUserError'
}

@InterfaceType({
  description:
    'An expected refusal: nothing was changed. Switch on `code` (new codes may come); `message` is for developers.',
  resolveType: (error: UserError) => typeOf(error),
})
export abstract class UserError {
  @Field(() => String, { description: 'Stable, such as NOT_FOUND or QUANTITY_TOO_LOW.' })
  code!: string

  @Field(() => String, { description: 'A sentence that says what to do.' })
  message!: string

  @Field(() => [String], {
    description: 'Where in the input, such as ["items", "0", "quantity"]; empty: all of it.',
  })
  path!: string[]

  details?: Record<string, unknown>
}

@ObjectType({ implements: UserError, description: 'An error without further facts.' })
export class GeneralUserError extends UserError {}

@ObjectType({ implements: UserError, description: 'The thing has changed since it was read. Read it again.' })
export class VersionConflictError extends UserError {
  @Field(() => Int, { description: 'The version now.' })
  get currentVersion(): number {
    return Number(this.details?.['currentVersion'])
  }
}

@ObjectType({ implements: UserError, description: 'The order is not in a state that allows this.' })
export class InvalidTransitionError extends UserError {
  @Field(() => String, { description: 'The status now.' })
  get from(): string {
    return String(this.details?.['from'])
  }

  @Field(() => String, { description: 'What was asked.' })
  get command(): string {
    return String(this.details?.['command'])
  }

  @Field(() => [String], { description: 'Statuses in which it is possible.' })
  get allowed(): string[] {
    return (this.details?.['allowed'] as string[] | undefined) ?? []
  }
}

@ObjectType({ implements: UserError, description: 'The caller lacks a permission.' })
export class NotAuthorizedError extends UserError {
  @Field(() => [String], { description: 'Permissions of which one is needed.' })
  get requiredScopes(): string[] {
    return (this.details?.['requiredScopes'] as string[] | undefined) ?? []
  }
}

const concreteTypes = { GeneralUserError, VersionConflictError, InvalidTransitionError, NotAuthorizedError }

/** Makes the API's form of a problem. */
export function toUserError(problem: {
  code: string
  message: string
  path: string[]
  details?: Record<string, unknown>
}): UserError {
  const type = concreteTypes[typeOf(problem) as keyof typeof concreteTypes]
  return Object.assign(new type(), problem)
}

@ObjectType({ description: 'What every mutation answers with.' })
export abstract class Payload {
  @Field(() => [UserError], {
    description: 'Why nothing was changed; empty when it worked. Always select it.',
  })
  userErrors!: UserError[]
}
