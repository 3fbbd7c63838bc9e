import { Box, Paper, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core'
import { IconTemplate } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { formatName } from '../../format.ts'
import { texts } from '../../texts.ts'
import { AnchorLink } from '../../ui/links.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Picture } from '../../ui/picture.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { TablePager } from '../../ui/table-pager.tsx'
import { useCan, useOrganization } from '../identity/session.ts'
import { type Template, templatePicture, templatesQuery } from './template.api.ts'
import classes from './templates.module.css'
import { UploadDesign } from './upload-design.tsx'

const words = texts.design

/** The gallery: designs by their looks. */
export function TemplatesPage() {
  const { slug: org } = useOrganization()
  const can = useCan()
  const search = useSearch({ from: '/signed-in/o/$org/templates' })
  const navigate = useNavigate({ from: '/o/$org/templates' })
  const templates = useQuery(templatesQuery(org, search))
  const upload = can('template.create') && <UploadDesign />
  return (
    <>
      <PageHeader title={words.templates} text={words.templatesText} actions={upload} />
      <SearchField
        label={words.search}
        value={search.q ?? ''}
        onChange={q =>
          navigate({ search: { ...search, q: q || undefined, cursor: undefined }, replace: true })
        }
      />
      {templates.isError ? (
        <ErrorState error={templates.error} onRetry={() => templates.refetch()} />
      ) : templates.data?.data.length === 0 ? (
        <Paper withBorder radius="lg">
          {search.q === undefined ? (
            <EmptyState icon={IconTemplate} title={words.empty} text={words.emptyText} action={upload} />
          ) : (
            <Text p="xl" ta="center" c="dimmed">
              {words.noMatch}
            </Text>
          )}
        </Paper>
      ) : (
        <Stack gap="md">
          <SimpleGrid
            component="ul"
            className={classes.gallery}
            cols={{ base: 1, xs: 2, md: 3 }}
            spacing="lg"
          >
            {templates.data
              ? templates.data.data.map(template => <Card key={template.id} template={template} />)
              : [1, 2, 3].map(card => <Skeleton key={card} component="li" height={280} radius="lg" />)}
          </SimpleGrid>
          {templates.data && (
            <TablePager
              page={templates.data}
              search={search}
              onSearch={next => navigate({ search: { ...search, ...next } })}
            />
          )}
        </Stack>
      )}
    </>
  )
}

function Card({ template: { id, name, format } }: { template: Template }) {
  const { slug: org } = useOrganization()
  return (
    <Paper component="li" withBorder radius="lg" className={classes.card}>
      <Box className={classes.mat}>
        <Box className={classes.print}>
          <Picture src={templatePicture(org, id, 1, 640)} alt="" />
        </Box>
      </Box>
      <Box p="md">
        <AnchorLink
          to="/o/$org/templates/$templateId"
          params={{ org, templateId: id }}
          className={classes.name}
          c="var(--mantine-color-text)"
          fw={600}
        >
          {name}
        </AnchorLink>
        <Text size="sm" c="dimmed">
          {formatName(format)}
        </Text>
      </Box>
    </Paper>
  )
}
