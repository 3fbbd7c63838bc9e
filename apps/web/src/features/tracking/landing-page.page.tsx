import { Button, Code, Grid, Group, Stack } from '@mantine/core'
import { IconChevronLeft, IconExternalLink } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { api, inOrg } from '../../api.ts'
import { formatDateTime } from '../../format.ts'
import { texts } from '../../texts.ts'
import { AnchorLink } from '../../ui/links.tsx'
import { PageLoading } from '../../ui/loading.tsx'
import { tellDone, tellError } from '../../ui/notify.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Facts, Panel } from '../../ui/panel.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useCan, useOrganization } from '../identity/session.ts'
import { type LandingPage, landingPageQuery } from './landing-page.api.ts'
import { PageBadge } from './page-badge.tsx'
import { PageContent } from './page-content.tsx'
import { Submissions } from './submissions.tsx'

const words = texts.tracking

/** One landing page: what it says, where it is, what visitors sent. */
export function LandingPagePage() {
  const { slug: org } = useOrganization()
  const can = useCan()
  const { pageId } = useParams({ from: '/signed-in/o/$org/landing-pages/$pageId' })
  const page = useQuery(landingPageQuery(org, pageId))
  if (page.isError) return <ErrorState error={page.error} onRetry={() => page.refetch()} />
  if (!page.data) return <PageLoading />
  const { title, status, slug, updated_at: changed, document } = page.data
  return (
    <>
      <PageHeader
        title={title}
        badge={<PageBadge status={status} />}
        above={<BackToPages />}
        actions={<Actions page={page.data} />}
      />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="lg">
            {can('form_submission.read') && <Submissions page={page.data} />}
            <PageContent document={document} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Panel title={texts.design.facts}>
            <Facts
              facts={[
                [words.address, <Code key="slug">/{slug}</Code>],
                [words.changed, formatDateTime(changed)],
              ]}
            />
          </Panel>
        </Grid.Col>
      </Grid>
    </>
  )
}

function Actions({ page: { id, slug, status } }: { page: LandingPage }) {
  const { slug: org } = useOrganization()
  const can = useCan()
  const client = useQueryClient()
  const publish = useMutation({
    mutationFn: () => api.post(inOrg(org, 'landing-pages', id, 'publish')),
    async onSuccess() {
      tellDone(words.published)
      await client.invalidateQueries({ queryKey: [org, 'landing-page', id] })
      await client.invalidateQueries({ queryKey: [org, 'landing-pages'] })
    },
    onError: tellError,
  })
  return (
    <>
      <Button
        component="a"
        href={status === 'published' ? publicAddress(org, slug) : inOrg(org, 'landing-pages', id, 'preview')}
        target="_blank"
        variant="default"
        rightSection={<IconExternalLink size={16} aria-hidden />}
      >
        {status === 'published' ? words.open : words.preview}
      </Button>
      {status === 'draft' && can('landing_page.publish') && (
        <Button loading={publish.isPending} onClick={() => publish.mutate()}>
          {words.publish}
        </Button>
      )}
    </>
  )
}

/** Where visitors find a page without the domain of its own, which need not resolve on every machine. */
function publicAddress(org: string, slug: string): string {
  return `/p/${encodeURIComponent(org)}/${encodeURIComponent(slug)}`
}

function BackToPages() {
  const { slug: org } = useOrganization()
  return (
    <AnchorLink to="/o/$org/landing-pages" params={{ org }} size="sm" c="dimmed">
      <Group gap={2} component="span" display="inline-flex">
        <IconChevronLeft size={15} aria-hidden />
        {words.landingPages}
      </Group>
    </AnchorLink>
  )
}
