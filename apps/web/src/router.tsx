import { createRouter } from '@tanstack/react-router'
import { queryClient } from './query-client.ts'
import { routeTree } from './routes.tsx'
import { PageError } from './shell/page-error.tsx'
import { PageNotFound } from './shell/page-not-found.tsx'
import { PageLoading } from './ui/loading.tsx'

/** Addresses of the application. Pages are loaded when they are needed, and ahead when a link is pointed at. */
export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  // Query keeps what was read; the router must not keep a second copy.
  defaultPreloadStaleTime: 0,
  defaultPendingComponent: PageLoading,
  defaultErrorComponent: PageError,
  defaultNotFoundComponent: PageNotFound,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
