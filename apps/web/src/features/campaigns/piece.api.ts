import type { CampaignRecipient } from '@lettershop/contracts/resources/campaigns'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, inOrg, type Page } from '../../api.ts'
import { formatNumber } from '../../format.ts'
import type { Row } from '../../rows.ts'
import type { ListSearch } from '../../search.ts'
import { texts } from '../../texts.ts'
import { columnLabel } from '../audience/list.api.ts'

/** One person's piece, with the addresses of what is made of it on demand. */
export type Piece = Row<'campaigns.campaign_recipient'> &
  Pick<
    CampaignRecipient,
    'qr_code_url' | 'personalized_pdf_url' | 'personalized_png_url' | 'personalized_canvas_json_url'
  >

const PAGE = 50

export const piecesQuery = (
  org: string,
  campaignId: string,
  { cursor, status }: ListSearch & { status?: string },
) =>
  queryOptions({
    queryKey: [org, 'campaign', campaignId, 'pieces', { cursor, status }],
    queryFn: ({ signal }) =>
      api.get<Page<Piece>>(inOrg(org, 'campaigns', campaignId, 'recipients'), {
        query: { cursor, 'status[in]': status, limit: PAGE },
        signal,
      }),
    placeholderData: keepPreviousData,
  })

export const pieceQuery = (org: string, campaignId: string, id: string) =>
  queryOptions({
    queryKey: [org, 'campaign', campaignId, 'piece', id],
    queryFn: ({ signal }) =>
      api.get<Piece>(inOrg(org, 'campaigns', campaignId, 'recipients', id), { signal }),
  })

/** The piece with this number, or null beyond the first and last. */
export const pieceByNumberQuery = (org: string, campaignId: string, number: number) =>
  queryOptions({
    queryKey: [org, 'campaign', campaignId, 'piece-number', number],
    queryFn: async ({ signal }) => {
      const query = { piece_number: number, limit: 1 }
      const path = inOrg(org, 'campaigns', campaignId, 'recipients')
      return (await api.get<Page<Piece>>(path, { query, signal })).data[0] ?? null
    },
    staleTime: 60_000,
  })

/** "Piece 12"; of somebody who was skipped, why there is none. */
export function pieceTitle({ piece_number: number, status, skip_reason: reason }: Piece): string {
  const words = texts.campaigns.piece
  return number === null ? (reason ?? words.statuses[status]) : words.title(formatNumber(number))
}

/** Address of something made of a piece. @param what as `piece.pdf`, with its query */
export function madeOfPiece(org: string, campaignId: string, id: string, what: string): string {
  return `${inOrg(org, 'campaigns', campaignId, 'recipients', id)}/${what}`
}

/** Who a piece is for, from what was printed on it: designs are free in how they name people. */
export function personOf({ variables }: Pick<Piece, 'variables'>): { name: string; place: string } {
  const read = (name: string) => printedValue(variables, name)
  const name =
    read('full_name') || [read('first_name'), read('last_name')].filter(Boolean).join(' ') || read('company')
  return { name: name || texts.states.none, place: [read('city'), read('state')].filter(Boolean).join(', ') }
}

function printedValue(variables: unknown, name: string): string {
  if (typeof variables !== 'object' || variables === null) return ''
  const value: unknown = Reflect.get(variables, name)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** What the link in the code needs; the page shows it in a place of its own. */
const OF_THE_CODE = new Set(['tracking_url', 'tracking_code'])

/** Names and values that were printed, as text: who and where first, then the rest. */
export function printedValues({ variables }: Pick<Piece, 'variables'>): [string, string][] {
  if (typeof variables !== 'object' || variables === null) return []
  const order = Object.keys(texts.audience.targets)
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
  return Object.entries(variables)
    .filter(([name]) => !OF_THE_CODE.has(name))
    .sort(([one], [other]) => rank(one) - rank(other))
    .map(([name, value]) => [columnLabel(name), typeof value === 'string' ? value : JSON.stringify(value)])
}
