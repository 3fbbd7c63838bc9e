import type {
  CampaignComment,
  CampaignOriginal,
  CampaignStatusChange,
  PrintFile,
} from '@lettershop/contracts/resources/campaigns'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, inOrg, type Page } from '../../api.ts'
import type { Row } from '../../rows.ts'
import type { ListSearch } from '../../search.ts'

export type Campaign = Row<'campaigns.campaign'>
export type CampaignStatus = Campaign['status']

/** A page that is worth a screen or two; the server's default is longer. */
const PAGE = 25

/** Campaigns, newest first unless told otherwise. */
export const campaignsQuery = (org: string, { sort, cursor, status }: ListSearch & { status?: string }) =>
  queryOptions({
    queryKey: [org, 'campaigns', { sort, cursor, status }],
    queryFn: ({ signal }) =>
      api.get<Page<Campaign>>(inOrg(org, 'campaigns'), {
        query: { sort, cursor, 'status[in]': status, limit: PAGE },
        signal,
      }),
    placeholderData: keepPreviousData,
  })

export const campaignQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [org, 'campaign', id],
    queryFn: ({ signal }) => api.get<Campaign>(inOrg(org, 'campaigns', id), { signal }),
  })

export const statusChangesQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [org, 'campaign', id, 'status-changes'],
    queryFn: ({ signal }) =>
      api.get<Page<CampaignStatusChange>>(inOrg(org, 'campaigns', id, 'status-changes'), { signal }),
  })

export const commentsQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [org, 'campaign', id, 'comments'],
    queryFn: ({ signal }) =>
      api.get<Page<CampaignComment>>(inOrg(org, 'campaigns', id, 'comments'), { signal }),
  })

export const printFilesQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [org, 'campaign', id, 'print-files'],
    queryFn: ({ signal }) => api.get<Page<PrintFile>>(inOrg(org, 'campaigns', id, 'print-files'), { signal }),
  })

export const originalQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [org, 'campaign', id, 'original'],
    queryFn: ({ signal }) => api.get<CampaignOriginal>(inOrg(org, 'campaigns', id, 'original'), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Address of a picture of the frozen design. @param page from 1 */
export function originalPicture(org: string, id: string, page: number, width: number): string {
  return `${inOrg(org, 'campaigns', id, 'original.png')}?page=${page}&width=${width}`
}

/** Pieces exist, so pictures, files and figures do, too. */
export function hasPieces(status: CampaignStatus): boolean {
  return ['ready', 'approved', 'printing', 'mailed', 'completed'].includes(status)
}
