import { Field, ObjectType } from 'type-graphql'
import { connectionOf } from '../platform/page.ts'
import { Payload } from '../platform/user-error.view.ts'
import { NumberSeries } from './number-series.entity.ts'

export const NumberSeriesConnection = connectionOf(() => NumberSeries, 'NumberSeries')

@ObjectType({ description: 'Answer of numberSeriesCreate.' })
export class NumberSeriesCreatePayload extends Payload {
  @Field(() => NumberSeries, { nullable: true, description: 'The new series.' })
  numberSeries!: NumberSeries | null
}

@ObjectType({ description: 'Answer of numberSeriesUpdate.' })
export class NumberSeriesUpdatePayload extends Payload {
  @Field(() => NumberSeries, { nullable: true, description: 'The series that is in use now.' })
  numberSeries!: NumberSeries | null
}
