import { registerEnumType } from 'type-graphql'

export const SortDirection = { ASC: 'ASC', DESC: 'DESC' } as const
export type SortDirection = (typeof SortDirection)[keyof typeof SortDirection]

registerEnumType(SortDirection, { name: 'SortDirection', description: 'Ascending or descending.' })
