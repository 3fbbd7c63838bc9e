import { expect, test } from 'vitest'
import { loadConfig } from '#platform/config/config.ts'
import { pagesRewrite } from './address.ts'

const rewrite = pagesRewrite(
  loadConfig({
    LETTERSHOP_SECRET: 'a secret for tests alone, long enough',
    LETTERSHOP_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
    LETTERSHOP_PUBLIC_URL: 'http://localhost:4400',
    LETTERSHOP_PAGES_URL: 'https://{org}.pages.example',
  }),
)

test.each(['acme.pages.example', 'ACME.pages.example:443', 'acme.pages.example.', 'acme.pages.example.:443'])(
  'the API is never asked on the origin of pages: %s',
  host => {
    expect(rewrite(host, '/v1/me')).toBe('/p/acme/v1/me')
  },
)

test.each(['pages.example', 'app.example', 'a.b.pages.example', 'acme.pages.example.evil', undefined])(
  'other hosts are left alone: %s',
  host => {
    expect(rewrite(host, '/v1/me')).toBe('/v1/me')
  },
)
