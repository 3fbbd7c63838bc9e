import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where the API listens while the pages come from Vite's own server. */
const server = process.env['LETTERSHOP_API'] ?? 'http://127.0.0.1:4400'

export default defineConfig({
  plugins: [react()],
  // The server puts a fresh nonce in its place at each page load; its policy allows only styles that carry it.
  html: { cspNonce: 'LETTERSHOP_CSP_NONCE' },
  build: {
    target: 'es2023',
    // Inlined files would be data: addresses, which the page's security policy does not allow for fonts and scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: true,
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: Object.fromEntries(
      ['/v1', '/api', '/r/', '/R/', '/p/', '/docs', '/mailbox'].map(path => [path, server]),
    ),
  },
})
