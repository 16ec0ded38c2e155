import {
  getNamedType,
  getNullableType,
  GraphQLError,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql'
import { maxPageSize } from '../platform/page.ts'

// Lists without pages (the lines of an order, the offers of a product) are short; this many stand for them.
const shortList = 5

interface Counted {
  context: ValidationContext
  /** What a fragment costs where it is spread; 0 while it is counted, so that one which spreads itself ends. */
  fragments: Map<string, number>
}

/** Where a selection stands: its type, and whether it is a page, whose entries are counted already. */
interface Place {
  type: GraphQLNamedType | undefined
  isPage: boolean
}

/** How many entries a page may bring. A variable may hold anything, so it counts as the largest page. */
function pageSizeOf(node: FieldNode, field: GraphQLField<unknown, unknown>): number | null {
  const definition = field.args.find(({ name }) => name === 'first')
  if (!definition) return null
  const given = node.arguments?.find(({ name }) => name.value === 'first')?.value
  if (given?.kind === Kind.INT) return Math.min(Number(given.value), maxPageSize)
  return given || typeof definition.defaultValue !== 'number' ? maxPageSize : definition.defaultValue
}

function costOfField(counted: Counted, node: FieldNode, place: Place): number {
  const { type } = place
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined
  // Scalars cost nothing; what is not in the schema, and introspection, other rules judge.
  if (!field || !node.selectionSet) return 0
  const pageSize = pageSizeOf(node, field)
  const inside = { type: getNamedType(field.type), isPage: pageSize !== null }
  const cost = costOf(counted, node.selectionSet, inside)
  if (pageSize !== null) return 1 + pageSize * cost
  const isShortList = isListType(getNullableType(field.type)) && !place.isPage
  return (isShortList ? shortList : 1) * (1 + cost)
}

function costOfFragment(counted: Counted, fragment: FragmentDefinitionNode, isPage: boolean): number {
  const key = `${fragment.name.value} ${isPage}`
  const known = counted.fragments.get(key)
  if (known !== undefined) return known
  counted.fragments.set(key, 0)
  const type = counted.context.getSchema().getType(fragment.typeCondition.name.value)
  const cost = costOf(counted, fragment.selectionSet, { type, isPage })
  counted.fragments.set(key, cost)
  return cost
}

function costOf(counted: Counted, { selections }: SelectionSetNode, place: Place): number {
  let cost = 0
  for (const node of selections) {
    if (node.kind === Kind.FIELD) cost += costOfField(counted, node, place)
    else if (node.kind === Kind.INLINE_FRAGMENT) {
      const name = node.typeCondition?.name.value
      const type = name === undefined ? place.type : counted.context.getSchema().getType(name)
      cost += costOf(counted, node.selectionSet, { ...place, type })
    } else {
      const fragment = counted.context.getFragment(node.name.value)
      if (fragment) cost += costOfFragment(counted, fragment, place.isPage)
    }
  }
  return cost
}

/**
 * Refuses an operation whose answer may hold more than `most` objects: pages times what is asked of each entry.
 * It is judged by the document alone, so that a refusal costs nothing.
 */
export const costRule =
  (most: number): ValidationRule =>
  (context) => ({
    OperationDefinition(node) {
      const counted = { context, fragments: new Map<string, number>() }
      const type = context.getSchema().getRootType(node.operation) ?? undefined
      const cost = costOf(counted, node.selectionSet, { type, isPage: false })
      if (cost <= most) return
      const message = `The answer may hold ${cost} objects; ${most} is the bound. Ask for smaller pages, or for less of each entry.`
      context.reportError(
        new GraphQLError(message, { nodes: node, extensions: { code: 'LIMIT_EXCEEDED', limit: 'cost' } }),
      )
    },
  })
