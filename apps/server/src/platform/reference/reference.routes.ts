import { z } from 'zod'
import { errorTable } from '../errors/table.ts'
import { type Route, route } from '../http/route.ts'
import { openApi } from './openapi.ts'

const escapeHtml = (text: string) => text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)

/** The API's own description: OpenAPI for programs, the list of errors for people. @param routes every route that is mounted */
export function referenceRoutes(routes: () => readonly Route[]): Route[] {
  return [
    route({
      method: 'GET',
      path: '/v1/openapi.json',
      operation: 'getOpenApi',
      tag: 'reference',
      summary: 'This description',
      access: 'public',
      answers: { 200: z.record(z.string(), z.unknown()) },
      handle: async ctx => openApi(routes(), ctx.services.config.publicUrl),
    }),
    route({
      method: 'GET',
      path: '/docs/errors',
      operation: 'getErrors',
      tag: 'reference',
      summary: 'Every error code with what to do',
      access: 'public',
      hidden: true,
      answers: { 200: { media: 'text/html', about: 'A page for people.' } },
      handle: async ctx =>
        ctx.html(200, errorsHtml(), {
          'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
        }),
    }),
  ]
}

function errorsHtml(): string {
  const rows = Object.entries(errorTable).map(
    ([code, entry]) =>
      `<tr id="${code}"><td><code>${code}</code></td><td>${entry.status}</td><td>${escapeHtml(entry.message)}</td><td>${escapeHtml(entry.advice)}</td></tr>`,
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Errors · Lettershop</title><style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.5rem;border-bottom:1px solid #8884}tr:target{background:#fd04}</style>
<h1>Errors</h1><p>Codes are stable: programs may rely on them.</p>
<table><thead><tr><th>Code</th><th>Status</th><th>What happened</th><th>What to do</th></tr></thead><tbody>${rows.join('')}</tbody></table></html>`
}
