import { Button, FileButton, Group, Loader, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type DragEvent, useState } from 'react'
import { api, inOrg } from '../../api.ts'
import { texts } from '../../texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useOrganization } from '../identity/session.ts'
import type { RecipientList } from './list.api.ts'
import classes from './upload.module.css'

const words = texts.audience
const ACCEPTED = '.csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain'

/** Takes a file and hands it to the server as it is; where its columns go is asked on the list's own page. */
export function UploadPage() {
  const { slug: org } = useOrganization()
  const navigate = useNavigate()
  const client = useQueryClient()
  const upload = useMutation({
    mutationFn: (file: File) =>
      api.post<RecipientList>(inOrg(org, 'recipient-lists', 'upload'), file, {
        query: { name: listName(file.name) },
      }),
    onSuccess: async list => {
      await client.invalidateQueries({ queryKey: [org, 'lists'] })
      await navigate({ to: '/o/$org/lists/$listId', params: { org, listId: list.id } })
    },
  })
  return (
    <>
      <PageHeader title={words.uploadTitle} text={words.uploadText} />
      <Stack gap="md">
        {upload.isError && <ErrorState error={upload.error} />}
        <DropZone
          busy={upload.isPending ? upload.variables.name : undefined}
          onFile={file => upload.mutate(file)}
        />
      </Stack>
    </>
  )
}

/** "customers-2026.csv" becomes the list "customers-2026". */
function listName(file: string): string {
  return file.replace(/\.(csv|tsv|txt)$/i, '') || file
}

function DropZone({ busy, onFile }: { busy: string | undefined; onFile: (file: File) => void }) {
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file && busy === undefined) onFile(file)
  }
  return (
    <Paper
      className={classes.zone}
      data-over={over || undefined}
      radius="lg"
      onDragOver={event => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {busy !== undefined ? (
        <Group gap="sm" role="status">
          <Loader size="sm" aria-hidden />
          <Text>{words.uploading(busy)}</Text>
        </Group>
      ) : (
        <Stack align="center" gap="sm" ta="center">
          <ThemeIcon variant="light" size={52} radius="xl">
            <IconFileUpload size={26} stroke={1.6} aria-hidden />
          </ThemeIcon>
          <Title order={2} size="h4">
            {words.dropTitle}
          </Title>
          <Text c="dimmed">{words.dropText}</Text>
          <FileButton accept={ACCEPTED} onChange={file => file && onFile(file)}>
            {props => <Button {...props}>{words.choose}</Button>}
          </FileButton>
        </Stack>
      )}
    </Paper>
  )
}
