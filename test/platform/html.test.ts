import { describe, expect, it } from 'vitest'
import { html } from '../../src/platform/html.ts'

describe('html', () => {
  it('escapes whatever is put into it, in text and in attributes', () => {
    const hostile = `<script>"'&`

    expect(html`<p title="${hostile}">${hostile}</p>`.text).toBe(
      '<p title="&lt;script&gt;&quot;&#39;&amp;">&lt;script&gt;&quot;&#39;&amp;</p>',
    )
  })

  it('keeps pieces of its own, joins lists, and leaves no trace of what is absent', () => {
    const items = ['a', '<b>'].map((name) => html`<i>${name}</i>`)

    expect(html`<p>${items}${null}${undefined}${false}${0}</p>`.text).toBe('<p><i>a</i><i>&lt;b&gt;</i>0</p>')
  })
})
