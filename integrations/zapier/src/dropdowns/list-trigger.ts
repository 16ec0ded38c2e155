import type { Bundle, Trigger, ZObject } from 'zapier-platform-core'
import type { Caller } from '../ask.ts'

/** One choice of a dropdown. */
export interface Choice {
  id: string
  name: string
}

/** A page of choices, and where the next one begins. */
export interface ChoicePage {
  choices: Choice[]
  endCursor: string | null | undefined
  hasNextPage: boolean
}

/** What a dropdown asks: its input so far, and after which cursor. */
export interface ChoiceQuestion {
  inputData: Record<string, unknown>
  after: string | null
}

interface Dropdown {
  key: string
  noun: string
  label: string
  read: (caller: Caller, question: ChoiceQuestion) => Promise<ChoicePage>
}

/** A hidden trigger that fills a dropdown, page by page. */
export function listTrigger({ key, noun, label, read }: Dropdown) {
  return {
    key,
    noun,
    display: {
      label,
      description: `Triggers when a dropdown needs its choices: ${label.toLowerCase()}.`,
      hidden: true,
    },
    operation: {
      type: 'polling',
      canPaginate: true,
      async perform(z: ZObject, bundle: Bundle): Promise<Choice[]> {
        // By pages from the first on: cursors that the platform keeps would be shared by everybody who looks at once.
        let page = await read({ z, bundle }, { inputData: bundle.inputData, after: null })
        for (let turned = 0; turned < bundle.meta.page; turned++) {
          if (!page.hasNextPage || !page.endCursor) return []
          page = await read({ z, bundle }, { inputData: bundle.inputData, after: page.endCursor })
        }
        return page.choices
      },
      sample: { id: 'org_06f3k8z0000000000000000003', name: 'Alder & Birch Studio' },
      outputFields: [
        { key: 'id', label: 'ID', type: 'string' },
        { key: 'name', label: 'Name', type: 'string' },
      ],
    },
  } satisfies Trigger
}
