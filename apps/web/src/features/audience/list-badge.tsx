import { Badge, type MantineColor } from '@mantine/core'
import { texts } from '../../texts.ts'
import type { RecipientList } from './list.api.ts'

const COLOURS: Record<RecipientList['status'], MantineColor> = {
  mapping: 'yellow',
  importing: 'ink',
  ready: 'teal',
  failed: 'red',
  cancelled: 'gray',
}

/** Whether a list can be mailed. */
export function ListBadge({ status }: { status: RecipientList['status'] }) {
  return <Badge color={COLOURS[status]}>{texts.audience.statuses[status]}</Badge>
}
