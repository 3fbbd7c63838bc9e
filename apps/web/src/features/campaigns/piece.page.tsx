import { Box, Button, Code, CopyButton, Grid, Group, Stack } from '@mantine/core'
import { IconChevronLeft, IconExternalLink, IconFileTypePdf, IconJson } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { texts } from '../../texts.ts'
import { AnchorLink } from '../../ui/links.tsx'
import { PageLoading } from '../../ui/loading.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Facts, Panel } from '../../ui/panel.tsx'
import { PictureSides } from '../../ui/picture-sides.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { pagesOf } from '../design/template.api.ts'
import { useOrganization } from '../identity/session.ts'
import { campaignQuery, originalQuery } from './campaign.api.ts'
import { madeOfPiece, type Piece, personOf, pieceQuery, pieceTitle, printedValues } from './piece.api.ts'
import { PieceSteps } from './piece-steps.tsx'

const words = texts.campaigns.piece
const WIDTH = 1200

/** One person's piece as it is printed, and everything that was made for them. */
export function PiecePage() {
  const { slug: org } = useOrganization()
  const { campaignId, pieceId } = useParams({
    from: '/signed-in/o/$org/campaigns/$campaignId/pieces/$pieceId',
  })
  const piece = useQuery(pieceQuery(org, campaignId, pieceId))
  const { data: original } = useQuery(originalQuery(org, campaignId))
  if (piece.isError) return <ErrorState error={piece.error} onRetry={() => piece.refetch()} />
  if (!piece.data) return <PageLoading />
  const title = pieceTitle(piece.data)
  return (
    <>
      <PageHeader
        title={personOf(piece.data).name}
        text={title}
        above={<BackToPieces campaignId={campaignId} />}
        actions={<PieceSteps piece={piece.data} />}
      />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <PictureSides
            name={title}
            pages={original ? pagesOf(original.design_snapshot) : 1}
            src={page => madeOfPiece(org, campaignId, pieceId, `piece.png?page=${page}&width=${WIDTH}`)}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <PieceDetails piece={piece.data} />
        </Grid.Col>
      </Grid>
    </>
  )
}

function BackToPieces({ campaignId }: { campaignId: string }) {
  const { slug: org } = useOrganization()
  const { data: campaign } = useQuery(campaignQuery(org, campaignId))
  return (
    <AnchorLink to="/o/$org/campaigns/$campaignId/pieces" params={{ org, campaignId }} size="sm" c="dimmed">
      <Group gap={2} component="span" display="inline-flex">
        <IconChevronLeft size={15} aria-hidden />
        {campaign?.name ?? words.backToList}
      </Group>
    </AnchorLink>
  )
}

function PieceDetails({ piece }: { piece: Piece }) {
  const { slug: org } = useOrganization()
  const address = (what: string) => madeOfPiece(org, piece.campaign_id, piece.id, what)
  return (
    <Stack gap="lg">
      <Group gap="sm">
        <Button
          component="a"
          href={address('piece.pdf')}
          target="_blank"
          variant="default"
          leftSection={<IconFileTypePdf size={17} aria-hidden />}
        >
          {words.pdf}
        </Button>
        <Button
          component="a"
          href={address('design.json')}
          target="_blank"
          variant="default"
          leftSection={<IconJson size={17} aria-hidden />}
        >
          {words.json}
        </Button>
      </Group>
      {piece.qr_code_url !== null && <LinkPanel url={piece.qr_code_url} />}
      <Panel title={words.values}>
        <Facts facts={[[words.status, words.statuses[piece.status]] as const, ...printedValues(piece)]} />
      </Panel>
    </Stack>
  )
}

function LinkPanel({ url }: { url: string }) {
  return (
    <Panel title={words.link}>
      <Stack gap="sm" align="flex-start">
        <Box maw="100%">
          <Code style={{ overflowWrap: 'anywhere' }}>{url}</Code>
        </Box>
        <Group gap="sm">
          <CopyButton value={url}>
            {({ copied, copy }) => (
              <Button size="xs" variant="default" onClick={copy}>
                {copied ? texts.actions.copied : texts.actions.copy}
              </Button>
            )}
          </CopyButton>
          <Button
            component="a"
            href={url}
            target="_blank"
            rel="noreferrer"
            size="xs"
            variant="default"
            rightSection={<IconExternalLink size={14} aria-hidden />}
          >
            {words.openLink}
          </Button>
        </Group>
      </Stack>
    </Panel>
  )
}
