import { Center, Loader, VisuallyHidden } from '@mantine/core'
import { texts } from '../texts.ts'

/** A page that is on its way. Says so to screen readers, too. */
export function PageLoading() {
  return (
    <Center mih={240} role="status">
      <Loader type="dots" color="gray" aria-hidden />
      <VisuallyHidden>{texts.states.loading}</VisuallyHidden>
    </Center>
  )
}
