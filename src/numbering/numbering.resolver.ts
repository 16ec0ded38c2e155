import { Arg, Args, Ctx as Context, Mutation, Query, Resolver } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import { PageArgs, type Page } from '../platform/page.ts'
import { createNumberSeries } from './create-number-series.ts'
import { listNumberSeries } from './list-number-series.ts'
import { NumberSeries } from './number-series.entity.ts'
import { NumberSeriesCreateInput, NumberSeriesUpdateInput } from './numbering.inputs.ts'
import {
  NumberSeriesConnection,
  NumberSeriesCreatePayload,
  NumberSeriesUpdatePayload,
} from './numbering.view.ts'
import { updateNumberSeries } from './update-number-series.ts'

@Resolver(() => NumberSeries)
export class NumberSeriesResolver {
  @Query(() => NumberSeriesConnection, {
    description: 'Series of order numbers, those that ended too, oldest first. Needs NUMBER_SERIES_WRITE.',
  })
  numberSeries(@Context() ctx: Ctx, @Args(() => PageArgs) args: PageArgs): Promise<Page<NumberSeries>> {
    return listNumberSeries(ctx, args)
  }

  @Mutation(() => NumberSeriesCreatePayload, {
    description:
      'Adds a series of order numbers for some of your orders. Needs NUMBER_SERIES_WRITE. Tells number_series.created.',
  })
  async numberSeriesCreate(
    @Context() ctx: Ctx,
    @Arg('input', () => NumberSeriesCreateInput) input: NumberSeriesCreateInput,
  ): Promise<Partial<NumberSeriesCreatePayload>> {
    return { numberSeries: await createNumberSeries(ctx, input) }
  }

  @Mutation(() => NumberSeriesUpdatePayload, {
    description:
      'Changes a series from the next number on, without reuse or gap. Needs NUMBER_SERIES_WRITE. Tells number_series.changed.',
  })
  async numberSeriesUpdate(
    @Context() ctx: Ctx,
    @Arg('input', () => NumberSeriesUpdateInput) input: NumberSeriesUpdateInput,
  ): Promise<Partial<NumberSeriesUpdatePayload>> {
    return { numberSeries: await updateNumberSeries(ctx, input) }
  }
}
