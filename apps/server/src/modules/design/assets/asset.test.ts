import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { openTestApp, type TestApp } from '@lettershop/testkit/test-app'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const FONT = fileURLToPath(
  new URL('../../../../../../demo/designs/fonts/Vollkorn_600SemiBold_Italic.ttf', import.meta.url),
)
let world: TestApp
let base: string
beforeAll(async () => {
  world = await openTestApp({ worker: false })
  base = `/v1/orgs/${world.acme.slug}/assets`
})
afterAll(() => world?.close())

const picture = (width = 60, height = 40) =>
  sharp({ create: { width, height, channels: 3, background: '#c05020' } })
const upload = (bytes: Buffer | string, query: string, type = 'application/octet-stream') =>
  world.acme.owner.upload(`${base}/upload?${query}`, bytes, type)

describe('images', () => {
  test('are known by their bytes, with size and resolution', async () => {
    const bytes = await picture().withMetadata({ density: 300 }).jpeg().toBuffer()
    const answer = await upload(bytes, 'name=red.jpg&kind=background', 'text/plain')
    expect(answer.statusCode).toBe(201)
    expect(answer.json()).toMatchObject({
      kind: 'background',
      name: 'red.jpg',
      current_version: 1,
      version: {
        version: 1,
        media_type: 'image/jpeg',
        width: 60,
        height: 40,
        dpi: 300,
        colour_space: 'srgb',
      },
    })
    const content = await world.acme.owner.get(`${base}/${answer.json().id}/content`)
    expect(content.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
      'content-security-policy': 'sandbox',
    })
  })

  test('lose what a camera wrote, and no pixel', async () => {
    const bytes = await picture()
      .withExif({ IFD0: { Artist: 'Jane Doe' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
      .jpeg()
      .toBuffer()
    expect(bytes.includes('Jane Doe')).toBe(true)
    const { id } = (await upload(bytes, 'name=camera.jpg')).json()
    const kept = (await world.acme.owner.get(`${base}/${id}/content`)).rawPayload
    expect(kept.includes('Jane Doe')).toBe(false)
    expect(await sharp(kept).raw().toBuffer()).toEqual(await sharp(bytes).raw().toBuffer())
  })

  test('a turned photograph is turned for real', async () => {
    const bytes = await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer()
    expect((await upload(bytes, 'name=turned.jpg')).json().version).toMatchObject({ width: 40, height: 60 })
  })

  test('a name that exists gets a new version; the old content stays', async () => {
    const first = (await upload(await picture(10, 10).png().toBuffer(), 'name=logo.png')).json()
    const second = (await upload(await picture(20, 20).png().toBuffer(), 'name=logo.png')).json()
    expect([second.id, second.current_version, second.version.width]).toEqual([first.id, 2, 20])
    const old = await world.acme.owner.get(`${base}/${first.id}/content?version=1`)
    expect((await sharp(old.rawPayload).metadata()).width).toBe(10)
  })
})

test('fonts say family, weight and style', async () => {
  const answer = await upload(await readFile(FONT), 'name=Vollkorn.ttf')
  expect(answer.json()).toMatchObject({
    kind: 'font',
    version: {
      media_type: 'font/ttf',
      font_facts: { family: 'Vollkorn', weight: 600, italic: true, format: 'ttf' },
    },
  })
})

describe('what is refused, with a sentence that says what to do', () => {
  /** A PNG that says it has 50,000 x 50,000 pixels. */
  async function bomb(): Promise<Buffer> {
    const bytes = await picture(1, 1).png().toBuffer()
    bytes.writeUInt32BE(50_000, 16)
    bytes.writeUInt32BE(50_000, 20)
    return bytes
  }
  const cut = async (): Promise<Buffer> => (await picture(300, 300).png().toBuffer()).subarray(0, 90)

  test.each([
    ['nothing', () => Buffer.alloc(0), /empty/],
    ['a drawing that may carry programs', () => Buffer.from('<svg><script>alert(1)</script></svg>'), /PNG/],
    ['a page pretending to be a picture', () => Buffer.from('<html>hi</html>'), /cannot be used/],
    ['a PDF', () => Buffer.from('%PDF-1.7 …'), /PDF/],
    ['a web font', () => Buffer.from('wOF2xxxxxxxxxxxx'), /TTF/],
    ['a picture of 2.5 billion pixels', bomb, /50000 x 50000|damaged/],
    ['half a picture', cut, /damaged/],
    ['half a font', async () => (await readFile(FONT)).subarray(0, 4000), /cut off|damaged/],
    ['a font of four bytes', () => Buffer.from([0, 1, 0, 0]), /damaged/],
  ])('%s', async (_, bytes, sentence) => {
    const answer = await upload(await bytes(), 'name=x.png')
    expect([answer.statusCode, answer.json().error.code]).toEqual([422, 'file_not_accepted'])
    expect(answer.json().error.message).toMatch(sentence)
  })
})

test('an asset that a design shows cannot be deleted; afterwards it can, and its name comes back', async () => {
  const { id } = (await upload(await picture().png().toBuffer(), 'name=hero.png')).json()
  const document = {
    lettershop: 1,
    format: 'a6',
    pages: [
      {
        canvas: {
          version: '6.7.1',
          objects: [{ type: 'Image', src: 'images/hero.png', left: 0, top: 0, width: 60, height: 40 }],
        },
      },
    ],
  }
  const { owner, slug } = world.acme
  const { template, version } = (
    await owner.post(`/v1/orgs/${slug}/templates`, { name: 'Hero', document })
  ).json()
  expect(version.findings).toEqual([])
  const refused = await owner.delete(`${base}/${id}`)
  expect([refused.statusCode, refused.json().error.code]).toEqual([409, 'still_in_use'])
  expect(refused.json().error.message).toContain('"Hero"')
  await owner.delete(`/v1/orgs/${slug}/templates/${template.id}`)
  expect((await owner.delete(`${base}/${id}`)).statusCode).toBe(204)
  const again = (await upload(await picture().png().toBuffer(), 'name=hero.png')).json()
  expect([again.id, again.current_version]).toEqual([id, 2])
})

test('strangers see no asset; a viewer sees them and uploads none', async () => {
  const { id } = (await upload(await picture().png().toBuffer(), 'name=mine.png')).json()
  for (const stranger of [world.neighbour, world.faraway])
    for (const tail of [id, `${id}/content`])
      expect((await stranger.owner.get(`/v1/orgs/${stranger.slug}/assets/${tail}`)).statusCode).toBe(404)
  const viewer = await world.acme.member('viewer')
  expect((await viewer.get(`${base}/${id}`)).statusCode).toBe(200)
  expect((await viewer.upload(`${base}/upload?name=x.png`, 'x')).statusCode).toBe(403)
})
