import type { TemplateVersion, TemplateVersionSummary } from '@lettershop/contracts/resources/design'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, inOrg, type Page } from '../../api.ts'
import type { Row } from '../../rows.ts'
import type { ListSearch } from '../../search.ts'

export type Template = Row<'design.template'>
export type { TemplateVersion, TemplateVersionSummary }

export const templatesQuery = (org: string, { sort, cursor, q }: ListSearch & { q?: string }, limit = 24) =>
  queryOptions({
    queryKey: [org, 'templates', { sort, cursor, q, limit }],
    queryFn: ({ signal }) =>
      api.get<Page<Template>>(inOrg(org, 'templates'), {
        query: { sort, cursor, 'name[prefix]': q, limit },
        signal,
      }),
    placeholderData: keepPreviousData,
  })

export const templateQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [org, 'template', id],
    queryFn: ({ signal }) => api.get<Template>(inOrg(org, 'templates', id), { signal }),
  })

export const versionsQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [org, 'template', id, 'versions'],
    queryFn: ({ signal }) =>
      api.get<Page<TemplateVersionSummary>>(inOrg(org, 'templates', id, 'versions'), { signal }),
  })

export const versionQuery = (org: string, id: string, version: number) =>
  queryOptions({
    queryKey: [org, 'template', id, 'version', version],
    queryFn: ({ signal }) =>
      api.get<TemplateVersion>(inOrg(org, 'templates', id, 'versions', version), { signal }),
    // Versions never change.
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Address of a picture of a template with sample values. @param page from 1 @param version the current one where absent */
export function templatePicture(
  org: string,
  id: string,
  page: number,
  width: number,
  version?: number,
): string {
  const query = version === undefined ? '' : `&version=${version}`
  return `${inOrg(org, 'templates', id, 'preview.png')}?page=${page}&width=${width}${query}`
}

/** Sides or pages of a design document. */
export function pagesOf(document: Record<string, unknown>): number {
  return Array.isArray(document['pages']) ? document['pages'].length : 1
}
