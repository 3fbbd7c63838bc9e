import type { ColumnMapping, FileFacts, MappingTarget } from '@lettershop/contracts/resources/recipient-file'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, inOrg, type Page } from '../../api.ts'
import type { Row } from '../../rows.ts'
import type { ListSearch } from '../../search.ts'
import { texts } from '../../texts.ts'

export type { ColumnMapping, FileFacts, MappingTarget }
export type RecipientList = Omit<Row<'audience.recipient_list'>, 'file_facts' | 'column_mapping'> & {
  file_facts: FileFacts | null
  column_mapping: ColumnMapping | null
}
export type Recipient = Row<'audience.recipient'>

export const listsQuery = (org: string, { sort, cursor }: ListSearch, limit = 25) =>
  queryOptions({
    queryKey: [org, 'lists', { sort, cursor, limit }],
    queryFn: ({ signal }) =>
      api.get<Page<RecipientList>>(inOrg(org, 'recipient-lists'), { query: { sort, cursor, limit }, signal }),
    placeholderData: keepPreviousData,
  })

export const listQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [org, 'list', id],
    queryFn: ({ signal }) => api.get<RecipientList>(inOrg(org, 'recipient-lists', id), { signal }),
  })

export const recipientsQuery = (org: string, listId: string, { cursor, q }: ListSearch & { q?: string }) =>
  queryOptions({
    queryKey: [org, 'list', listId, 'recipients', { cursor, q }],
    queryFn: ({ signal }) =>
      api.get<Page<Recipient>>(inOrg(org, 'recipient-lists', listId, 'recipients'), {
        query: { cursor, 'last_name[prefix]': q, limit: 50 },
        signal,
      }),
    placeholderData: keepPreviousData,
  })

const labels: Readonly<Record<string, string>> = texts.audience.targets

/** A column or variable as people say it: `fields.visit_date` is "Visit date". */
export function columnLabel(name: string): string {
  const words = labels[name] ?? name.replace(/^fields\./, '').replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
