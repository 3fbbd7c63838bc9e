import type { LandingPageBlock, LandingPageTheme } from '@lettershop/contracts'
import { escapeHtml } from './html.ts'
import type { ShownPage } from './page.queries.ts'
import type { Personalise } from './personalise.ts'
import { type FormState, renderForm } from './render-form.ts'
import { DEFAULT_THEME, pageStyle } from './style.ts'

/** What a page is shown with. */
export interface PageView {
  readonly page: ShownPage
  /** Name of the organization, at the foot of the page. */
  readonly organization: string
  readonly say: Personalise
  /** Of this answer's style; the policy lets no other one in. */
  readonly nonce: string
  /** Address of the image of a block, or undefined where it is not uploaded. */
  imageOf(block: number): string | undefined
  /** Address that counts a click on a block and leads on. */
  clickOf(block: number): string
  formOf(block: number): FormState
}

/** A landing page as HTML: no script, no cookie, nothing from elsewhere. Every text of the page and the piece is escaped. */
export function renderPage(view: PageView): string {
  const { page } = view
  return frame(
    view,
    page.title,
    page.document.blocks.map((block, at) => renderBlock(block, at, view)).join(''),
  )
}

/** What follows a form. */
export function renderThanks(view: PageView, thanks: string): string {
  const tick =
    '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><circle cx="12" cy="12" r="10"/><path d="m7.5 12.5 3 3 6-6.5"/></svg>'
  return frame(
    view,
    view.page.title,
    `<section class="thanks">${tick}<h1>Thank you</h1>${paragraphs(view.say(thanks))}</section>`,
  )
}

function frame(view: PageView, title: string, content: string): string {
  const theme: LandingPageTheme = view.page.document.theme ?? DEFAULT_THEME
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><meta name="theme-color" content="${theme.background}"><title>${escapeHtml(view.say(title))}</title><style nonce="${view.nonce}">${pageStyle(theme)}</style></head><body><main>${content}</main><footer>${escapeHtml(view.organization)}</footer></body></html>`
}

function renderBlock(block: LandingPageBlock, at: number, view: PageView): string {
  const text = (source: string) => escapeHtml(view.say(source))
  switch (block.type) {
    case 'hero':
      return `<section class="hero">${image(view, at, block.image_alt ?? '', true)}<div><h1>${text(block.title)}</h1>${block.text ? `<p>${text(block.text)}</p>` : ''}</div></section>`
    case 'text':
      return `<div class="text">${block.title ? `<h2>${text(block.title)}</h2>` : ''}${paragraphs(view.say(block.text))}</div>`
    case 'image':
      return `<figure>${image(view, at, block.alt, false)}${block.caption ? `<figcaption>${text(block.caption)}</figcaption>` : ''}</figure>`
    case 'offer':
      return `<section class="offer"><h2>${text(block.title)}</h2>${block.text ? paragraphs(view.say(block.text)) : ''}${block.code ? `<p class="code">${text(block.code)}</p>` : ''}${block.note ? `<p class="note">${text(block.note)}</p>` : ''}</section>`
    case 'form':
      return renderForm(block, view.formOf(at), view.say)
    case 'button':
      return `<section><a class="button" href="${escapeHtml(view.clickOf(at))}" rel="noopener">${text(block.label)}</a></section>`
  }
}

/** The first picture is what a visitor waits for; the others wait for the visitor. */
function image(view: PageView, at: number, alt: string, first: boolean): string {
  const address = view.imageOf(at)
  if (address === undefined) return ''
  const when = first ? 'fetchpriority="high"' : 'loading="lazy"'
  return `<img src="${escapeHtml(address)}" alt="${escapeHtml(view.say(alt))}" ${when} decoding="async" width="1200" height="800">`
}

function paragraphs(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map(part => part.trim())
    .filter(part => part !== '')
    .map(part => `<p>${escapeHtml(part).replaceAll('\n', '<br>')}</p>`)
    .join('')
}
