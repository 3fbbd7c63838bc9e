import { ActionIcon } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconArrowLeft, IconArrowRight, type IconProps } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { texts } from '../../texts.ts'
import { useOrganization } from '../identity/session.ts'
import { type Piece, pieceByNumberQuery } from './piece.api.ts'

const words = texts.campaigns.piece

/** To the pieces before and after this one, also with the arrow keys. */
export function PieceSteps({ piece }: { piece: Piece }) {
  const previous = useNeighbour(piece, -1)
  const next = useNeighbour(piece, 1)
  const open = useOpen()
  useHotkeys([
    ['ArrowLeft', () => open(previous)],
    ['ArrowRight', () => open(next)],
  ])
  return (
    <>
      <StepButton icon={IconArrowLeft} label={words.previous} to={previous} />
      <StepButton icon={IconArrowRight} label={words.next} to={next} />
    </>
  )
}

function useNeighbour(
  { campaign_id: campaignId, piece_number: number }: Piece,
  step: 1 | -1,
): Piece | undefined {
  const { slug: org } = useOrganization()
  // People who were skipped have no number: nothing was printed for them.
  const wanted = number === null ? 0 : number + step
  const { data } = useQuery({ ...pieceByNumberQuery(org, campaignId, wanted), enabled: wanted > 0 })
  return data ?? undefined
}

function useOpen() {
  const { slug: org } = useOrganization()
  const navigate = useNavigate()
  return (piece: Piece | undefined) => {
    if (!piece) return
    const params = { org, campaignId: piece.campaign_id, pieceId: piece.id }
    // Leafing through leaves one step in the browser's history, not a hundred.
    void navigate({ to: '/o/$org/campaigns/$campaignId/pieces/$pieceId', params, replace: true })
  }
}

function StepButton({
  icon: Icon,
  label,
  to,
}: {
  icon: ComponentType<IconProps>
  label: string
  to: Piece | undefined
}) {
  const open = useOpen()
  return (
    <ActionIcon variant="default" size={36} aria-label={label} disabled={!to} onClick={() => open(to)}>
      <Icon size={18} aria-hidden />
    </ActionIcon>
  )
}
