import { fileURLToPath } from 'node:url'

/** Sources of the web app. */
export const WEB_ROOT = fileURLToPath(new URL('../../../../web/', import.meta.url))

/** The built web app: what is served. */
export const WEB_DIST = fileURLToPath(new URL('../../../../web/dist/', import.meta.url))

/** Everything beside the app's own sources that decides what a build gives. */
export const WEB_DEPENDENCIES = [
  fileURLToPath(new URL('../../../../../packages/contracts/src/', import.meta.url)),
  fileURLToPath(new URL('../../../../../package-lock.json', import.meta.url)),
]

/** Stands in the built page where each load gets a nonce of its own; the same word as in apps/web/vite.config.ts. */
export const NONCE_MARK = 'LETTERSHOP_CSP_NONCE'
