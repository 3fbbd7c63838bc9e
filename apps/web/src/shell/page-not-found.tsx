import { IconMailOff } from '@tabler/icons-react'
import { texts } from '../texts.ts'
import { ButtonLink } from '../ui/links.tsx'
import { EmptyState } from '../ui/states.tsx'

/** An address that leads nowhere, or to somebody else's. */
export function PageNotFound() {
  return (
    <main>
      <EmptyState
        icon={IconMailOff}
        title={texts.states.notFoundTitle}
        text={texts.states.notFoundText}
        action={
          <ButtonLink to="/" variant="light">
            {texts.states.notFoundAction}
          </ButtonLink>
        }
      />
    </main>
  )
}
