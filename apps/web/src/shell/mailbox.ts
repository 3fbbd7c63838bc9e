import { useQuery } from '@tanstack/react-query'

/** Whether this installation shows its outgoing mail on a page: in development only. */
export function useMailbox(): boolean {
  const { data } = useQuery({
    queryKey: ['mailbox'],
    queryFn: async ({ signal }) => (await fetch('/mailbox', { method: 'HEAD', signal })).ok,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  return data ?? false
}
