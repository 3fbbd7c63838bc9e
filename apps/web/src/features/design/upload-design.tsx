import type { NewTemplate, PrintFormat } from '@lettershop/contracts/resources/design'
import { Button, FileInput, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconUpload } from '@tabler/icons-react'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ApiError, api, inOrg } from '../../api.ts'
import { texts } from '../../texts.ts'
import { ErrorState } from '../../ui/states.tsx'
import { useServerForm } from '../../ui/use-server-form.ts'
import { useOrganization } from '../identity/session.ts'

const words = texts.design

const formatsQuery = queryOptions({
  queryKey: ['formats'],
  queryFn: ({ signal }) => api.get<{ data: (typeof PrintFormat._zod.output)[] }>('/v1/formats', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

/** A button that opens the form for a design document. */
export function UploadDesign() {
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      <Button leftSection={<IconUpload size={17} aria-hidden />} onClick={open}>
        {words.upload}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={words.uploadTitle}
        closeButtonProps={{ 'aria-label': texts.actions.close }}
      >
        <UploadForm onCancel={close} />
      </Modal>
    </>
  )
}

interface Values extends Record<string, unknown> {
  name: string
  document: File | null
  format: string | null
}

function UploadForm({ onCancel }: { onCancel: () => void }) {
  const { slug: org } = useOrganization()
  const navigate = useNavigate()
  const client = useQueryClient()
  const { data: formats } = useQuery(formatsQuery)
  const { form, submit, busy, error } = useServerForm<Values>(
    {
      initialValues: { name: '', document: null, format: null },
      validate: {
        name: value => (value.trim() ? null : words.uploadNameMissing),
        document: value => (value ? null : words.uploadFileMissing),
      },
    },
    async ({ name, document, format }) => {
      if (!document) return
      const body: NewTemplate = {
        name: name.trim(),
        document: await readJson(document),
        ...(format ? { format } : {}),
      }
      const { template } = await api.post<{ template: { id: string } }>(inOrg(org, 'templates'), body)
      await client.invalidateQueries({ queryKey: [org, 'templates'] })
      await navigate({ to: '/o/$org/templates/$templateId', params: { org, templateId: template.id } })
    },
  )
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {error !== undefined && <ErrorState error={error} />}
        <TextInput label={words.uploadName} data-autofocus {...form.getInputProps('name')} />
        <FileInput
          label={words.uploadFile}
          description={words.uploadText}
          placeholder={words.uploadFilePlaceholder}
          accept="application/json,.json"
          {...form.getInputProps('document')}
        />
        <Select
          label={words.uploadFormat}
          description={words.uploadFormatHint}
          data={formats?.data.map(({ name, title }) => ({ value: name, label: title }))}
          clearable
          {...form.getInputProps('format')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {texts.actions.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {words.uploadSave}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

async function readJson(file: File): Promise<NewTemplate['document']> {
  const value: unknown = await file
    .text()
    .then(text => JSON.parse(text))
    .catch(() => undefined)
  if (isObject(value)) return value
  const field = { path: 'document', code: 'not_json', message: words.uploadNotJson }
  throw new ApiError(422, {
    code: 'not_json',
    message: words.uploadNotJson,
    advice: words.uploadText,
    fields: [field],
  })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
