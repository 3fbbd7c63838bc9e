import type { CampaignComment } from '@lettershop/contracts/resources/campaigns'
import { ActionIcon, Avatar, Box, Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, inOrg } from '../../api.ts'
import { formatAgo, formatDateTime } from '../../format.ts'
import { texts } from '../../texts.ts'
import { tellError } from '../../ui/notify.tsx'
import { Panel } from '../../ui/panel.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useMemberName } from '../identity/member.api.ts'
import { meQuery, useCan, useOrganization } from '../identity/session.ts'
import { commentsQuery } from './campaign.api.ts'

const words = texts.campaigns.activity

/** What the team says of a campaign. */
export function Comments({ campaignId }: { campaignId: string }) {
  const { slug: org } = useOrganization()
  const can = useCan()
  const comments = useQuery(commentsQuery(org, campaignId))
  if (comments.isError) return <ErrorState error={comments.error} onRetry={() => comments.refetch()} />
  const oldestFirst = (comments.data?.data ?? []).toSorted((a, b) => a.created_at.localeCompare(b.created_at))
  return (
    <Panel title={words.comments}>
      <Stack gap="lg">
        {comments.data && oldestFirst.length === 0 && <Text c="dimmed">{words.noComments}</Text>}
        {oldestFirst.map(comment => (
          <Comment key={comment.id} comment={comment} />
        ))}
        {can('campaign.comment') && <NewComment campaignId={campaignId} />}
      </Stack>
    </Panel>
  )
}

function Comment({ comment }: { comment: CampaignComment }) {
  const { slug: org } = useOrganization()
  const client = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const name = useMemberName()(comment.created_by) ?? words.somebody
  const remove = useMutation({
    mutationFn: () => api.delete(inOrg(org, 'campaigns', comment.campaign_id, 'comments', comment.id)),
    onSuccess: () => client.invalidateQueries(commentsQuery(org, comment.campaign_id)),
    onError: tellError,
  })
  return (
    <Group align="flex-start" wrap="nowrap" gap="sm">
      <Avatar size={32} name={name} color="gray" aria-hidden />
      <Box flex={1} miw={0}>
        <Group gap="xs">
          <Text size="sm" fw={600}>
            {name}
          </Text>
          <Text size="xs" c="dimmed" title={formatDateTime(comment.created_at)}>
            {formatAgo(comment.created_at)}
          </Text>
        </Group>
        <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {comment.body}
        </Text>
      </Box>
      {me?.user.id === comment.created_by && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={words.deleteComment}
          loading={remove.isPending}
          onClick={() => remove.mutate()}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      )}
    </Group>
  )
}

function NewComment({ campaignId }: { campaignId: string }) {
  const { slug: org } = useOrganization()
  const client = useQueryClient()
  const [body, setBody] = useState('')
  const send = useMutation({
    mutationFn: () => api.post(inOrg(org, 'campaigns', campaignId, 'comments'), { body }),
    onSuccess: () => {
      setBody('')
      return client.invalidateQueries(commentsQuery(org, campaignId))
    },
    onError: tellError,
  })
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        send.mutate()
      }}
    >
      <Stack gap="sm" align="flex-end">
        <Textarea
          w="100%"
          autosize
          minRows={2}
          maxLength={4000}
          aria-label={words.write}
          placeholder={words.write}
          value={body}
          onChange={event => setBody(event.currentTarget.value)}
        />
        <Button type="submit" disabled={body.trim() === ''} loading={send.isPending}>
          {words.send}
        </Button>
      </Stack>
    </form>
  )
}
