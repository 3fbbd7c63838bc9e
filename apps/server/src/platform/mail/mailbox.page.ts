import { createHash } from 'node:crypto'
import type { KeptMail } from './mailbox.ts'

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.55 system-ui, sans-serif; --line: color-mix(in srgb, currentColor 15%, transparent); --soft: color-mix(in srgb, currentColor 62%, transparent) }
body { max-width: 46rem; margin: 0 auto; padding: 2.5rem 1.25rem }
h1 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 .25rem } p.note { color: var(--soft); margin: 0 0 1.75rem }
ul { list-style: none; padding: 0; margin: 0; border-top: 1px solid var(--line) } li { border-bottom: 1px solid var(--line) }
li a { display: grid; grid-template-columns: 1fr auto; gap: .1rem 1rem; padding: .8rem .5rem; color: inherit; text-decoration: none }
li a:hover, li a:focus-visible { background: color-mix(in srgb, currentColor 5%, transparent) }
strong { font-weight: 600; overflow-wrap: anywhere } small, time { color: var(--soft); font-size: .85rem } 
dl { display: grid; grid-template-columns: auto 1fr; gap: .1rem 1rem; color: var(--soft); margin: 0 0 1.75rem; font-size: .9rem } dd { margin: 0; overflow-wrap: anywhere }
article { border: 1px solid var(--line); border-radius: 10px; padding: 1.25rem 1.5rem; white-space: pre-wrap; overflow-wrap: anywhere }
details { margin-top: 1.5rem; color: var(--soft) } pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .8rem } nav { margin-bottom: 1.5rem; font-size: .9rem }
`

/** For both pages: nothing loads, nothing runs, nobody frames; the one style is known by its hash. */
export const MAILBOX_HEADERS = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const

/** The list, newest first. */
export function listPage(mails: readonly KeptMail[]): string {
  const items = mails.map(
    mail =>
      `<li><a href="/mailbox/${mail.id}"><strong>${escapeHtml(mail.subject)}</strong>${when(mail)}<small>to ${escapeHtml(mail.to)}</small></a></li>`,
  )
  const list =
    items.length > 0
      ? `<ul>${items.join('')}</ul>`
      : '<p>Nothing yet. Sign up or invite somebody, and the mail lands here.</p>'
  return page(
    'Mailbox',
    `<h1>Mailbox</h1><p class="note">Mails of this development installation. Set LETTERSHOP_SMTP_URL to send them for real.</p>${list}`,
  )
}

/** One mail: its text with links that can be followed, its HTML as source. */
export function mailPage(mail: KeptMail): string {
  const html =
    mail.html === undefined
      ? ''
      : `<details><summary>HTML source</summary><pre>${escapeHtml(mail.html)}</pre></details>`
  return page(
    mail.subject,
    `<nav><a href="/mailbox">← Mailbox</a></nav><h1>${escapeHtml(mail.subject)}</h1>
<dl><dt>From</dt><dd>${escapeHtml(mail.from)}</dd><dt>To</dt><dd>${escapeHtml(mail.to)}</dd><dt>Sent</dt><dd>${when(mail)}</dd></dl>
<article>${withLinks(mail.text)}</article>${html}`,
  )
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>${body}</body></html>`
}

function when({ sent_at }: KeptMail): string {
  return `<time datetime="${sent_at}">${sent_at.slice(0, 16).replace('T', ' ')} UTC</time>`
}

/** Splits at web addresses first, so that escaping happens once and inside the attribute too. */
function withLinks(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"']+)/)
    .map((part, index) =>
      index % 2 === 1
        ? `<a href="${escapeHtml(part)}" rel="noreferrer">${escapeHtml(part)}</a>`
        : escapeHtml(part),
    )
    .join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => ENTITIES[character] ?? '')
}
