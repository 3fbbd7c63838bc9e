import type { PermissionName } from '../identity/session.ts'
import type { CampaignStatus } from './campaign.api.ts'

/** Something that a person does to a campaign. `path` is the action's address below the campaign's. */
export interface Step {
  name: 'generate' | 'approve' | 'print' | 'mail' | 'complete' | 'backToDraft' | 'cancel'
  path: string
  permission: PermissionName
}

const STEPS: Record<Step['name'], Step> = {
  generate: { name: 'generate', path: 'generate', permission: 'campaign.generate' },
  approve: { name: 'approve', path: 'approve', permission: 'campaign.approve' },
  print: { name: 'print', path: 'mark-printing', permission: 'campaign.advance' },
  mail: { name: 'mail', path: 'mark-mailed', permission: 'campaign.advance' },
  complete: { name: 'complete', path: 'complete', permission: 'campaign.advance' },
  backToDraft: { name: 'backToDraft', path: 'discard', permission: 'campaign.generate' },
  cancel: { name: 'cancel', path: 'cancel', permission: 'campaign.cancel' },
}

/** The way on from each state, and the ways aside. The first one is the page's clear button. */
const WAYS: Record<CampaignStatus, { next?: Step; aside: Step[] }> = {
  draft: { next: STEPS.generate, aside: [STEPS.cancel] },
  generating: { aside: [] },
  ready: { next: STEPS.approve, aside: [STEPS.backToDraft, STEPS.cancel] },
  approved: { next: STEPS.print, aside: [STEPS.backToDraft, STEPS.cancel] },
  printing: { next: STEPS.mail, aside: [STEPS.cancel] },
  mailed: { next: STEPS.complete, aside: [] },
  completed: { aside: [] },
  cancelled: { aside: [] },
  failed: { next: STEPS.generate, aside: [STEPS.backToDraft, STEPS.cancel] },
}

/** What this person can do with a campaign in this state. */
export function stepsFrom(status: CampaignStatus, can: (permission: PermissionName) => boolean) {
  const { next, aside } = WAYS[status]
  return {
    next: next && can(next.permission) ? next : undefined,
    aside: aside.filter(step => can(step.permission)),
    /** There is a next step, but it is somebody else's. */
    waiting: next !== undefined && !can(next.permission),
  }
}
