import {
  Arg,
  Args,
  Ctx as Context,
  FieldResolver,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { CatalogImportInput, SearchSynonymSetInput } from './catalog.inputs.ts'
import { CatalogImportPayload, SearchSynonymSetPayload } from './catalog-payloads.view.ts'
import { Category } from './category.entity.ts'
import { childrenOf } from './children-of.ts'
import { countFacets } from './count-facets.ts'
import { countInCategory } from './count-in-category.ts'
import { countProducts } from './count-products.ts'
import { findProduct } from './find-product.ts'
import { importCatalog } from './import-catalog.ts'
import { listCategories } from './list-categories.ts'
import { listSynonyms } from './list-synonyms.ts'
import { listVendors } from './list-vendors.ts'
import { ProductSearchArgs } from './product-search-args.inputs.ts'
import { Facet, ProductConnection, type ProductPage } from './product-search.view.ts'
import { Product } from './product.entity.ts'
import { searchProducts } from './search-products.ts'
import { SearchSynonym } from './search-synonym.entity.ts'
import { setSynonym } from './set-synonym.ts'
import { Vendor } from './vendor.entity.ts'

@Resolver(() => Category)
export class CategoryResolver {
  @Query(() => [Category], { description: 'The categories at the top of the tree; go down by `children`.' })
  categories(@Context() ctx: Ctx): Promise<Category[]> {
    return listCategories(ctx)
  }

  @FieldResolver(() => [Category], { description: 'The categories directly below it, in order.' })
  children(@Context() ctx: Ctx, @Root() category: Category): Promise<Category[]> {
    return childrenOf(ctx, category)
  }

  @FieldResolver(() => Category, { nullable: true, description: 'The category above it; null at the top.' })
  parent(@Context() ctx: Ctx, @Root() category: Category): Promise<Category | null> {
    return load(ctx, Category, category.parentId)
  }

  @FieldResolver(() => Int, { description: 'Published products in it and below it.' })
  productCount(@Context() ctx: Ctx, @Root() category: Category): Promise<number> {
    return countInCategory(ctx, category)
  }
}

@Resolver(() => ProductConnection)
export class CatalogResolver {
  @Query(() => [Vendor], { description: 'All vendors, by name.' })
  vendors(@Context() ctx: Ctx): Promise<Vendor[]> {
    return listVendors(ctx)
  }

  @Query(() => Product, { nullable: true, description: 'One product; null when you cannot see it.' })
  product(
    @Context() ctx: Ctx,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<Product | null> {
    return findProduct(ctx, id)
  }

  @Query(() => ProductConnection, {
    description:
      'Products that can be ordered, best matches first; without words, by name. Where words match thousands, in a fixed order: narrow by `facets`.',
  })
  productSearch(
    @Context() ctx: Ctx,
    @Args(() => ProductSearchArgs) args: ProductSearchArgs,
  ): Promise<ProductPage> {
    return searchProducts(ctx, args)
  }

  @FieldResolver(() => Int, {
    description: 'Products on all pages, exact up to 10,000; 10,000 as well when `totalCountIsMore`.',
  })
  async totalCount(@Context() ctx: Ctx, @Root() page: ProductPage): Promise<number> {
    return (await countProducts(ctx, page.criteria)).count
  }

  @FieldResolver(() => Boolean, { description: 'True when there are more than 10,000.' })
  async totalCountIsMore(@Context() ctx: Ctx, @Root() page: ProductPage): Promise<boolean> {
    return (await countProducts(ctx, page.criteria)).isMore
  }

  @FieldResolver(() => String, { description: 'The total for people: `1,204`, or `10,000+`.' })
  async totalCountText(@Context() ctx: Ctx, @Root() page: ProductPage): Promise<string> {
    return (await countProducts(ctx, page.criteria)).countText
  }

  @FieldResolver(() => [Facet], { description: 'What the search can be narrowed by.' })
  facets(@Context() ctx: Ctx, @Root() page: ProductPage): Promise<Facet[]> {
    return countFacets(ctx, page.criteria)
  }

  @FieldResolver(() => Boolean, {
    description: 'True when no product has the words, and these have words that are spelled alike.',
  })
  isSimilarMatch(@Root() page: ProductPage): boolean {
    return page.criteria.isSimilar
  }

  @Query(() => [SearchSynonym], { description: 'What words of searches stand for, by word.' })
  searchSynonyms(@Context() ctx: Ctx): Promise<SearchSynonym[]> {
    return listSynonyms(ctx)
  }

  @Mutation(() => SearchSynonymSetPayload, {
    description: "Says what a word of searches stands for as well. The platform's operator only.",
  })
  async searchSynonymSet(
    @Context() ctx: Ctx,
    @Arg('input', () => SearchSynonymSetInput) input: SearchSynonymSetInput,
  ): Promise<Partial<SearchSynonymSetPayload>> {
    return { searchSynonym: await setSynonym(ctx, input) }
  }

  @Mutation(() => CatalogImportPayload, {
    description:
      "Imports offers and list prices from CSV or JSON Lines, matched by vendorPartNumber. Files larger than a request are sent to POST /catalog/imports. The platform's operator only.",
  })
  async catalogImport(
    @Context() ctx: Ctx,
    @Arg('input', () => CatalogImportInput) input: CatalogImportInput,
  ): Promise<Partial<CatalogImportPayload>> {
    return { catalogImport: await importCatalog(ctx, input) }
  }
}
