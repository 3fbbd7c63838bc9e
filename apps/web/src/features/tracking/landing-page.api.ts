import type { LandingPageDocument } from '@lettershop/contracts/resources/landing-page'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, inOrg, type Page } from '../../api.ts'
import type { Row } from '../../rows.ts'
import type { ListSearch } from '../../search.ts'

export type LandingPage = Omit<Row<'tracking.landing_page'>, 'document'> & { document: LandingPageDocument }
export type FormSubmission = Omit<Row<'tracking.form_submission'>, 'answers'> & {
  answers: Record<string, string>
}

export const landingPagesQuery = (org: string, { sort, cursor }: ListSearch, limit = 25) =>
  queryOptions({
    queryKey: [org, 'landing-pages', { sort, cursor, limit }],
    queryFn: ({ signal }) =>
      api.get<Page<LandingPage>>(inOrg(org, 'landing-pages'), { query: { sort, cursor, limit }, signal }),
    placeholderData: keepPreviousData,
  })

export const landingPageQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [org, 'landing-page', id],
    queryFn: ({ signal }) => api.get<LandingPage>(inOrg(org, 'landing-pages', id), { signal }),
  })

export const submissionsQuery = (org: string, pageId: string) =>
  queryOptions({
    queryKey: [org, 'landing-page', pageId, 'submissions'],
    queryFn: ({ signal }) =>
      api.get<Page<FormSubmission>>(inOrg(org, 'form-submissions'), {
        query: { landing_page_id: pageId, limit: 50 },
        signal,
      }),
  })
