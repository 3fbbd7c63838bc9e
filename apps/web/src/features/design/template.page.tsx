import { Button, Grid, Group, Stack } from '@mantine/core'
import { IconChevronLeft, IconFileTypePdf, IconMail } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { inOrg } from '../../api.ts'
import { formatDate, formatName } from '../../format.ts'
import { texts } from '../../texts.ts'
import { AnchorLink, ButtonLink } from '../../ui/links.tsx'
import { PageLoading } from '../../ui/loading.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Facts, Panel } from '../../ui/panel.tsx'
import { PictureSides } from '../../ui/picture-sides.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useCan, useOrganization } from '../identity/session.ts'
import { pagesOf, templatePicture, templateQuery, versionQuery } from './template.api.ts'
import { Findings, Variables, Versions } from './template-facts.tsx'

const words = texts.design
const WIDTH = 1200

/** One template: how it looks, what it personalises, what to mend. */
export function TemplatePage() {
  const { slug: org } = useOrganization()
  const can = useCan()
  const { templateId } = useParams({ from: '/signed-in/o/$org/templates/$templateId' })
  const template = useQuery(templateQuery(org, templateId))
  const current = template.data?.current_version ?? 0
  const version = useQuery({ ...versionQuery(org, templateId, current), enabled: current > 0 })
  if (template.isError) return <ErrorState error={template.error} onRetry={() => template.refetch()} />
  if (!template.data) return <PageLoading />
  const { name, format, updated_at: changed } = template.data
  return (
    <>
      <PageHeader
        title={name}
        text={template.data.description ?? undefined}
        above={<BackToTemplates />}
        actions={
          <>
            <Button
              component="a"
              href={inOrg(org, 'templates', templateId, 'preview.pdf')}
              target="_blank"
              variant="default"
              leftSection={<IconFileTypePdf size={17} aria-hidden />}
            >
              {words.pdf}
            </Button>
            {can('campaign.create') && (
              <ButtonLink
                to="/o/$org/campaigns/new"
                params={{ org }}
                search={{ template: templateId }}
                leftSection={<IconMail size={17} aria-hidden />}
              >
                {words.use}
              </ButtonLink>
            )}
          </>
        }
      />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          {version.isError ? (
            <ErrorState error={version.error} onRetry={() => version.refetch()} />
          ) : (
            version.data && (
              <PictureSides
                name={name}
                pages={pagesOf(version.data.document)}
                src={page => templatePicture(org, templateId, page, WIDTH, current)}
              />
            )
          )}
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="lg">
            <Panel title={words.facts}>
              <Facts
                facts={[
                  [words.format, formatName(format)],
                  [words.versionLabel, words.version(current)],
                  [words.changed, formatDate(changed)],
                ]}
              />
            </Panel>
            {version.data && <Variables version={version.data} />}
            {version.data && <Findings version={version.data} />}
            <Versions templateId={templateId} current={current} />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  )
}

function BackToTemplates() {
  const { slug: org } = useOrganization()
  return (
    <AnchorLink to="/o/$org/templates" params={{ org }} size="sm" c="dimmed">
      <Group gap={2} component="span" display="inline-flex">
        <IconChevronLeft size={15} aria-hidden />
        {words.templates}
      </Group>
    </AnchorLink>
  )
}
