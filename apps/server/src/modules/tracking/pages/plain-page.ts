import { createHash } from 'node:crypto'
import { escapeHtml } from './html.ts'

const STYLE = `
:root{color-scheme:light dark}
body{margin:0;min-height:100svh;display:grid;place-items:center;font:1.0625rem/1.6 ui-sans-serif,system-ui,sans-serif;background:#faf8f3;color:#26302a}
main{max-width:26rem;padding:2rem 1.5rem;text-align:center}
h1{font:600 1.75rem/1.2 ui-serif,Georgia,serif;margin:0 0 .75rem;text-wrap:balance}
p{margin:.5rem 0}
strong{font-size:1.25rem;letter-spacing:.04em}
@media(prefers-color-scheme:dark){body{background:#171b18;color:#e8ebe6}}`.trim()

/** Of everything that is no landing page: nothing is loaded, run, sent or framed. */
const HEADERS = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors 'none'`,
}

/** A page with a heading and a few sentences: not found, too many tries, one moment. */
export function plainPage(
  title: string,
  sentences: readonly string[],
  options: { refreshSeconds?: number; strong?: string } = {},
): { page: string; headers: Record<string, string> } {
  const { refreshSeconds, strong } = options
  const refresh =
    refreshSeconds === undefined ? '' : `<meta http-equiv="refresh" content="${refreshSeconds}">`
  const emphasised = strong === undefined ? '' : `<p><strong>${escapeHtml(strong)}</strong></p>`
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">${refresh}<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main><h1>${escapeHtml(title)}</h1>${sentences.map(text => `<p>${escapeHtml(text)}</p>`).join('')}${emphasised}</main></body></html>`
  return { page, headers: HEADERS }
}
