import { Badge } from '@mantine/core'
import { texts } from '../../texts.ts'
import type { LandingPage } from './landing-page.api.ts'

/** Whether visitors see the page. */
export function PageBadge({ status }: Pick<LandingPage, 'status'>) {
  return <Badge color={status === 'published' ? 'teal' : 'gray'}>{texts.tracking.statuses[status]}</Badge>
}
