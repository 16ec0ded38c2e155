import { NavLink, Text, Title } from '@mantine/core'
import { useQuery } from 'urql'
import { CategoriesDocument } from '../generated/operations.ts'
import { Loading } from '../parts/loading.tsx'
import { t } from '../strings.ts'

/** The categories of the catalog; one opens the search within it. */
export function CategoryList({ choose }: { choose: (categoryId: string) => void }) {
  const [{ data, fetching }] = useQuery({ query: CategoriesDocument })
  const all = data?.categories ?? []
  const roots = all.filter(({ parent }) => !parent)
  return (
    <nav className="categories" aria-labelledby="categories">
      <Title order={2} size="h4" id="categories" mb="xs">
        {t('items.categories')}
      </Title>
      {fetching && <Loading rows={5} />}
      {roots.map(({ id, name, productCount }) => (
        <div key={id}>
          <Category name={name} count={productCount} choose={() => choose(id)} />
          {all
            .filter(({ parent }) => parent?.id === id)
            .map((child) => (
              <Category
                key={child.id}
                name={child.name}
                count={child.productCount}
                choose={() => choose(child.id)}
                isChild
              />
            ))}
        </div>
      ))}
    </nav>
  )
}

interface CategoryProps {
  name: string
  count: number
  choose: () => void
  isChild?: boolean
}

function Category({ name, count, choose, isChild = false }: CategoryProps) {
  return (
    <NavLink
      component="button"
      type="button"
      label={name}
      py={4}
      pl={isChild ? 'xl' : 'xs'}
      onClick={choose}
      rightSection={
        <Text size="xs" c="dimmed">
          {count}
        </Text>
      }
    />
  )
}
