import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileAssets } from './render.assets.ts'
import { type RenderArguments, runRender } from './render.run.ts'
import { addRenderCommand } from './render.ts'

let folder = ''
const at = (name: string): string => join(folder, name)

const design = {
  lettershop: 1,
  format: 'postcard-4x6',
  pages: [
    {
      canvas: {
        version: '6.7.1',
        objects: [
          {
            type: 'Textbox',
            left: 20,
            top: 20,
            width: 300,
            fontFamily: 'Noto Sans',
            text: 'Hello {{ first_name }}',
          },
        ],
      },
    },
    {
      canvas: {
        version: '6.7.1',
        objects: [
          { type: 'Rect', width: 100, height: 100, lettershop: { role: 'qr', value: '{{ tracking_url }}' } },
        ],
      },
    },
  ],
}

const csv = 'Id,First Name\r\n1,"Anna\r\nMaria"\r\n2,Björn\r\n3\r\n4,Chloë,extra\r\n5,"Ends"\r\n'

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lettershop-render-'))
  await writeFile(at('design.json'), JSON.stringify(design))
  await writeFile(at('people.csv'), `\ufeff${csv}`)
  await writeFile(at('semicolon.csv'), csv.replaceAll(',', ';'))
  await writeFile(at('utf16.csv'), Buffer.from(csv, 'utf16le'))
  await writeFile(at('latin1.csv'), Buffer.from(csv, 'latin1'))
  await writeFile(at('empty.csv'), '')
  await writeFile(at('header.csv'), 'Id,First Name\n')
})

afterAll(() => rm(folder, { recursive: true }))

async function run(more: Partial<RenderArguments> = {}) {
  const out: string[] = []
  const err: string[] = []
  const set = ['tracking_url=https://x.test/R/{{ id }}']
  const options = {
    design: at('design.json'),
    data: at('people.csv'),
    out: at('out.pdf'),
    set,
    policy: [],
    json: true,
    ...more,
  }
  const status = await runRender(options, {
    stdout: { write: (t: string) => out.push(t) },
    stderr: { write: (t: string) => err.push(t) },
  })
  return { status, out: out.join(''), err: err.join('') }
}

describe('lettershop render', () => {
  it('prints every good row and lists the bad ones with line and reason', async () => {
    const { status, out } = await run()
    expect(status).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      records: 3,
      pages: 6,
      skipped: 0,
      bad_rows: [
        { line: 5, reason: '1 fields, the header has 2' },
        { line: 6, reason: '3 fields, the header has 2' },
      ],
      findings: [],
      out: at('out.pdf'),
    })
    expect((await readFile(at('out.pdf'))).subarray(0, 5).toString()).toBe('%PDF-')
    expect((await readdir(folder)).filter(name => name.includes('.part'))).toEqual([])
    expect(JSON.parse((await run({ data: at('semicolon.csv') })).out)).toMatchObject({ records: 3 })
  })

  it('prints ranges and proofs', async () => {
    expect(JSON.parse((await run({ records: '2-3' })).out)).toMatchObject({ records: 2, pages: 4 })
    expect(JSON.parse((await run({ proof: '1' })).out)).toMatchObject({ records: 1, pages: 2 })
    expect((await run({ json: false })).out).toContain('3 records, 6 pages')
  })

  it.each([
    ['a variable that the list lacks', { set: [] }, 'Its columns are: id, Id, first_name'],
    ['a design that is not there', { design: '/nowhere.json' }, 'cannot be read'],
    ['a design that is no JSON', { design: 'people.csv' }, 'is not JSON'],
    ['a list that is not there', { data: '/nowhere.csv' }, 'cannot be read'],
    ['an empty list', { data: 'empty.csv' }, 'is empty'],
    ['a list that is not UTF-8', { data: 'utf16.csv' }, 'is not UTF-8'],
    ['a list in an old code page', { data: 'latin1.csv' }, 'is not UTF-8'],
    ['a folder that is not there', { out: '/nowhere/out.pdf' }, 'cannot be written'],
    ['a list without rows', { data: 'header.csv' }, 'has no rows'],
    ['a range beyond the list', { records: '90-99' }, 'has no rows 90-99'],
    ['a range that is none', { records: 'all' }, '--records'],
    ['a policy that is none', { policy: ['overflow=explode'] }, '--policy'],
    ['a set that is none', { set: ['x'] }, '--set'],
  ] as const)('%s is unusable input, without a stack trace', async (_, more, message) => {
    const local = (file: string | undefined): string | undefined =>
      file && !file.startsWith('/') ? at(file) : file
    const files = Object.fromEntries(
      ['design', 'data'].filter(k => k in more).map(k => [k, local((more as Record<string, string>)[k])]),
    )
    const { status, err } = await run({ ...(more as Partial<RenderArguments>), ...files })
    expect(status).toBe(2)
    expect(err).toContain(message)
    expect(err).not.toMatch(/^\s+at /m)
  })

  it('ends with 1 where findings fail the job, and leaves no file', async () => {
    await writeFile(
      at('broken.json'),
      JSON.stringify({ ...design, pages: [{ canvas: { objects: [{ type: 'Hologram' }] } }] }),
    )
    const { status, err } = await run({ design: at('broken.json'), out: at('broken.pdf'), set: [] })
    expect(status).toBe(1)
    expect(err).toContain('pages[0].canvas.objects[0]')
    const strict = await run({
      set: ['tracking_url={{ nothing }}'],
      policy: ['code_invalid=fail'],
      out: at('broken.pdf'),
    })
    expect(strict.status).toBe(2)
    expect(await readdir(folder)).not.toContain('broken.pdf')
  })

  it('explains itself', () => {
    const program = new Command('lettershop')
    addRenderCommand(program)
    expect(program.commands[0]?.helpInformation()).toContain('--design <file>')
  })
})

describe('files beside a design', () => {
  it('are read; everything else is refused', async () => {
    const inner = at('inner')
    await mkdir(join(inner, 'images'), { recursive: true })
    await writeFile(join(inner, 'images', 'a.png'), 'picture')
    await writeFile(at('secret.txt'), 'secret')
    await symlink(at('secret.txt'), join(inner, 'link.txt'))
    const assets = fileAssets(inner)
    expect(await assets.resolve('images/a.png')).toBeDefined()
    expect(await assets.resolve('a.png')).toBeDefined()
    expect(await assets.resolve('../secret.txt')).toBeUndefined()
    expect(await assets.resolve('images/../../secret.txt')).toBeUndefined()
    expect(await assets.resolve('link.txt')).toBeUndefined()
    for (const src of ['file:///etc/passwd', 'http://x.test/a.png', '/etc/passwd', 'a\0b']) {
      await expect(assets.resolve(src)).rejects.toThrow()
    }
  })
})
