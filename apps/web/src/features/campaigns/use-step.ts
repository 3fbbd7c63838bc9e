import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, inOrg } from '../../api.ts'
import { tellError } from '../../ui/notify.tsx'
import { useOrganization } from '../identity/session.ts'
import type { Step } from './campaign-steps.ts'

/** Takes a step and reads again what it changed. */
export function useStep(campaignId: string) {
  const { slug: org } = useOrganization()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (step: Step) => api.post(inOrg(org, 'campaigns', campaignId, step.path)),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: [org, 'campaign', campaignId] }),
        client.invalidateQueries({ queryKey: [org, 'campaigns'] }),
        client.invalidateQueries({ queryKey: [org, 'jobs', 'campaigns.campaign', campaignId] }),
      ]),
    onError: tellError,
  })
}
