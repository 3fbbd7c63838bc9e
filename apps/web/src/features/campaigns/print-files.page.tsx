import type { PrintFile } from '@lettershop/contracts/resources/campaigns'
import { Button, Code, Text } from '@mantine/core'
import { IconDownload, IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { inOrg } from '../../api.ts'
import { formatBytes, formatNumber } from '../../format.ts'
import { texts } from '../../texts.ts'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { useCan, useOrganization } from '../identity/session.ts'
import { printFilesQuery } from './campaign.api.ts'

const words = texts.campaigns.files
const ONE_PAGE = {}

const columns: Column<PrintFile>[] = [
  { id: 'part', header: words.part, cell: ({ row }) => row.original.name },
  {
    id: 'range',
    header: words.range,
    meta: { figure: true, hiddenBelow: 'sm' },
    cell: ({ row }) => `${formatNumber(row.original.first_piece)}–${formatNumber(row.original.last_piece)}`,
  },
  {
    id: 'pages',
    header: words.pages,
    meta: { figure: true, hiddenBelow: 'sm' },
    cell: ({ row }) => formatNumber(row.original.pages),
  },
  {
    id: 'size',
    header: words.size,
    meta: { figure: true },
    cell: ({ row }) => formatBytes(row.original.bytes),
  },
  {
    id: 'sha256',
    header: words.checksum,
    meta: { hiddenBelow: 'md' },
    cell: ({ row }) => <Code title={row.original.sha256}>{row.original.sha256.slice(0, 12)}…</Code>,
  },
  {
    id: 'download',
    header: '',
    meta: { figure: true },
    cell: ({ row }) => <DownloadCell file={row.original} />,
  },
]

/** What goes to the printer. */
export function PrintFilesPage() {
  const { slug: org } = useOrganization()
  const can = useCan()
  const { campaignId } = useParams({ from: '/signed-in/o/$org/campaigns/$campaignId/files' })
  const allowed = can('print_file.read')
  const files = useQuery({ ...printFilesQuery(org, campaignId), enabled: allowed })
  if (!allowed)
    return <EmptyState icon={IconPrinter} title={texts.states.forbiddenTitle} text={words.hidden} />
  if (files.isError) return <ErrorState error={files.error} onRetry={() => files.refetch()} />
  return (
    <>
      {(files.data?.data.length ?? 0) > 0 && (
        <Text c="dimmed" size="sm" mb="md">
          {words.text}
        </Text>
      )}
      <DataTable
        label={texts.campaigns.tabs.files}
        columns={columns}
        page={files.data}
        rowKey={({ id }) => id}
        search={ONE_PAGE}
        onSearch={() => undefined}
        empty={<EmptyState icon={IconPrinter} title={words.empty} text={words.emptyText} />}
      />
    </>
  )
}

function DownloadCell({ file }: { file: PrintFile }) {
  const { slug: org } = useOrganization()
  return (
    <Button
      component="a"
      size="xs"
      variant="light"
      href={inOrg(org, 'campaigns', file.campaign_id, 'print-files', file.id, 'content')}
      download={file.name}
      leftSection={<IconDownload size={15} aria-hidden />}
    >
      {texts.actions.download}
    </Button>
  )
}
