import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api, inOrg } from '../../api.ts'
import { texts } from '../../texts.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { tellDone, tellError } from '../../ui/notify.tsx'
import { useOrganization } from '../identity/session.ts'
import type { RecipientList } from './list.api.ts'

const words = texts.audience

/** Deletes a list after asking. The server refuses while a campaign uses it. */
export function DeleteList({ list: { id, name } }: { list: RecipientList }) {
  const { slug: org } = useOrganization()
  const [asked, { open, close }] = useDisclosure()
  const navigate = useNavigate()
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => api.delete(inOrg(org, 'recipient-lists', id)),
    onSuccess: async () => {
      tellDone(words.deleted(name))
      await client.invalidateQueries({ queryKey: [org, 'lists'] })
      await navigate({ to: '/o/$org/lists', params: { org } })
    },
    onError: error => {
      close()
      tellError(error)
    },
  })
  return (
    <>
      <Button variant="default" onClick={open}>
        {words.delete}
      </Button>
      <Confirm
        opened={asked}
        title={words.deleteTitle(name)}
        text={words.deleteText}
        action={words.delete}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
        onClose={close}
      />
    </>
  )
}
