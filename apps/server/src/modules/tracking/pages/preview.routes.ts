import { randomBytes } from 'node:crypto'
import { LandingPageDocument, landingPage } from '@lettershop/contracts'
import { sql } from '@lettershop/tenant-router'
import { z } from 'zod'
import { AppError } from '#platform/errors/app-error.ts'
import { type Route, route } from '#platform/http/route.ts'
import { selectOne } from '#platform/resources/statements.ts'
import { plainValues, type ShownPage } from './page.queries.ts'
import { imagesOf, pageImage } from './page-images.ts'
import { personaliser } from './personalise.ts'
import { renderPage } from './render-page.ts'

/**
 * The page as a piece's visitor will see it, published or not. Sandboxed: it stands on the application's origin, where
 * nothing of a page may run or be sent. Its pictures are inside the answer, because they are not public yet.
 */
export const previewRoute: Route = route({
  method: 'GET',
  path: '/v1/orgs/{org}/landing-pages/{id}/preview',
  operation: 'previewLandingPage',
  tag: landingPage.tag,
  summary: 'Look at a landing page before it is published',
  access: { resource: 'landing_page', action: 'read' },
  params: z.object({ id: z.guid() }),
  query: z.strictObject({ campaign_recipient_id: z.guid().optional().describe('whose page it is') }),
  answers: { 200: { media: 'text/html', about: 'the page, without effect' } },
  async handle(ctx) {
    const { page, values, pictures } = await ctx.withTenant(async tx => {
      const row = await tx.maybeRow(selectOne(landingPage, ctx.params.id))
      if (!row) throw new AppError('not_found')
      const document = LandingPageDocument.parse(row['document'])
      const shown: ShownPage = {
        id: ctx.params.id,
        slug: String(row['slug']),
        title: String(row['title']),
        version: Number(row['version']),
        document,
      }
      const images = await imagesOf(tx, shown)
      const loaded = new Map<number, string>()
      for (const [block, { file_id, sha256 }] of images)
        loaded.set(block, (await pageImage(ctx.services, tx, file_id, sha256)).toString('base64'))
      const piece = ctx.query.campaign_recipient_id
      const found =
        piece === undefined
          ? undefined
          : await tx.maybeRow(sql<{ variables: Record<string, unknown> }>`
              select variables from campaigns.campaign_recipient
              where tenant_id = platform.tenant_id() and id = ${piece}`)
      if (piece !== undefined && !found) throw new AppError('not_found', { param: 'campaign_recipient_id' })
      return { page: shown, values: found ? plainValues(found.variables) : {}, pictures: loaded }
    })
    const nonce = randomBytes(16).toString('base64')
    const text = renderPage({
      page,
      organization: ctx.organization.name,
      say: personaliser(values),
      nonce,
      imageOf: block => {
        const bytes = pictures.get(block)
        return bytes && `data:image/jpeg;base64,${bytes}`
      },
      clickOf: () => '#',
      formOf: block => ({ action: '#', block, code: undefined, token: '' }),
    })
    return ctx.html(200, text, {
      'cache-control': 'private, no-store',
      'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; img-src data:; base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors 'self'; sandbox`,
      'x-frame-options': 'SAMEORIGIN',
    })
  },
})
