import { audienceTexts } from './texts/audience.ts'
import { campaignTexts } from './texts/campaigns.ts'
import { commonTexts } from './texts/common.ts'
import { designTexts } from './texts/design.ts'
import { identityTexts } from './texts/identity.ts'
import { trackingTexts } from './texts/tracking.ts'

/** Every sentence that a person reads. No page holds one of its own, so that a translation is one more of these. */
export const texts = {
  ...commonTexts,
  identity: identityTexts,
  audience: audienceTexts,
  design: designTexts,
  campaigns: campaignTexts,
  tracking: trackingTexts,
} as const
