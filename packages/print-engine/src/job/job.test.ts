import { describe, expect, it } from 'vitest'
import { compile, DesignError } from '../index.ts'
import { card, print, qrOf, sourceOf, textByPdfjs, textbox, textOf } from '../testing/pdf.ts'

const people = [
  { first_name: 'Anna', city: 'Berlin', tracking_url: 'https://x.test/R/A1' },
  { first_name: 'Świętosława', city: 'Αθήνα', tracking_url: 'https://x.test/R/B2' },
  { first_name: 'Владимир', city: 'Київ', tracking_url: 'https://x.test/R/C3' },
]

const design = {
  lettershop: 1,
  format: 'postcard-4x6',
  pages: [
    {
      name: 'front',
      canvas: {
        version: '6.7.1',
        background: '#eef',
        objects: [textbox('Hello {{ first_name }} in {{ city }}')],
      },
    },
    {
      name: 'back',
      canvas: {
        version: '6.7.1',
        objects: [
          textbox('The same on every card'),
          {
            type: 'Rect',
            left: 100,
            top: 100,
            width: 120,
            height: 120,
            lettershop: { role: 'qr', value: '{{ tracking_url }}' },
          },
        ],
      },
    },
  ],
}

async function render(records: Iterable<Record<string, string>>, options = {}) {
  const job = await compile(design)
  const parts: Uint8Array[] = []
  const summary = await job.render(records, chunk => void parts.push(chunk), options)
  return { pdf: Buffer.concat(parts), summary }
}

describe('a job', () => {
  it('prints every page of every record with its own text and code', async () => {
    const { pdf, summary } = await render(people)
    expect(summary).toMatchObject({ records: 3, pages: 6, skipped: 0, bytes: pdf.length })
    for (const read of [textOf, textByPdfjs]) {
      const pages = await read(pdf)
      expect(pages).toHaveLength(6)
      people.forEach((person, i) => {
        expect(pages[2 * i]).toContain(`Hello ${person.first_name} in ${person.city}`)
        expect(pages[2 * i + 1]).toContain('The same on every card')
      })
    }
    for (const [i, person] of people.entries()) expect(await qrOf(pdf, 2 * i + 1)).toBe(person.tracking_url)
    expect(await qrOf(pdf, 0)).toBeUndefined()
  })

  it('says where to cut, embeds its fonts, and draws what is the same only once', async () => {
    const { pdf } = await render(people)
    const source = sourceOf(pdf)
    expect(
      source.match(/\/MediaBox\[0 0 450 306\]\/BleedBox\[0 0 450 306\]\/TrimBox\[9 9 441 297\]/g),
    ).toHaveLength(6)
    const fonts = source.match(/\/Type\/FontDescriptor[^>]*>>/g) ?? []
    expect(fonts).toHaveLength(1)
    for (const font of fonts) expect(font).toMatch(/\/FontFile2 \d+ 0 R/)
    expect(source.match(/\/Subtype\/Form/g)).toHaveLength(2)
    expect(source).not.toMatch(/%%\w+%%/)
  })

  it('gives the same bytes for the same input', async () => {
    const [a, b] = [await render(people), await render(people)]
    expect(a.pdf.equals(b.pdf)).toBe(true)
    const other = await render(people.slice(1))
    expect(other.pdf.equals(a.pdf)).toBe(false)
  })

  it('prints a range of records', async () => {
    const { pdf, summary } = await render(people, { from: 2, to: 2 })
    expect(summary).toMatchObject({ records: 1, pages: 2 })
    expect((await textOf(pdf))[0]).toContain('Świętosława')
  })

  it('stops when it is told to', async () => {
    const stop = new AbortController()
    const onRecord = (): void => stop.abort()
    await expect(render(people, { signal: stop.signal, onRecord })).rejects.toThrow(/abort/i)
  })

  it('tells which page belongs to which record', async () => {
    const rows: unknown[] = []
    await render(people, {
      onRecord: (done: { index: number; firstPage: number }) => rows.push([done.index, done.firstPage]),
    })
    expect(rows).toEqual([
      [0, 1],
      [1, 3],
      [2, 5],
    ])
  })

  it('lists its variables and those that a list lacks', async () => {
    const job = await compile(design, { defaults: { tracking_url: 'https://x.test/{{ id }}' } })
    expect(job.variables).toEqual(['city', 'first_name', 'id', 'tracking_url'])
    expect(job.unknownVariables(['first_name', 'id'])).toEqual(['city'])
    const pdf = await job.renderOne({ first_name: 'A', city: 'B', id: 7 })
    expect(await qrOf(pdf, 1)).toBe('https://x.test/7')
  })

  it('leaves records out by policy, and says why', async () => {
    const job = await compile(design)
    const bad = { ...people[0], tracking_url: '' }
    const reasons: unknown[] = []
    const summary = await job.render(
      [people[1], bad].map(p => p ?? {}),
      () => {},
      { onRecord: d => reasons.push(d.skipped) },
    )
    expect(summary).toMatchObject({ records: 2, skipped: 1, pages: 2 })
    expect(reasons).toEqual([undefined, expect.stringContaining('QR code has no value')])
    const strict = await compile(design, { policies: { code_invalid: 'fail' } })
    await expect(strict.renderOne(bad)).rejects.toThrow(DesignError)
    const lax = await compile(design, { policies: { code_invalid: 'ignore' } })
    expect(await textOf(await lax.renderOne(bad))).toHaveLength(2)
  })

  it('does not show a record that is left out', async () => {
    const job = await compile(design)
    await expect(job.renderOne({ ...people[0], tracking_url: '' })).rejects.toThrow(/QR code has no value/)
  })

  it('prints without an image where the policy says so', async () => {
    const missing = card([{ type: 'Image', width: 10, height: 10, src: 'gone.png' }, textbox('still here')])
    await expect(print(missing)).rejects.toThrow(/gone.png/)
    const pdf = await print(missing, {}, { policies: { missing_asset: 'ignore' } })
    expect((await textOf(pdf))[0]).toContain('still here')
  })

  it('refuses to print a design with errors', async () => {
    const job = await compile(card([{ type: 'Hologram' }]))
    expect(job.findings[0]).toMatchObject({ rule: 'element_unknown', path: 'pages[0].canvas.objects[0]' })
    await expect(job.renderOne({})).rejects.toThrow(/Hologram/)
  })

  it('fills a record into the design as JSON that prints the same', async () => {
    const job = await compile(design)
    const filled = job.personalise({ ...people[1] })
    expect(JSON.stringify(filled)).toContain('Hello Świętosława in Αθήνα')
    expect(JSON.stringify(filled)).not.toContain('{{')
    const again = await textOf(await print(filled))
    expect(again).toEqual(await textOf(await job.renderOne({ ...people[1] })))
  })

  it('hides what its rule hides, and closes the gaps of an address', async () => {
    const objects = [
      textbox('for members', { lettershop: { visible: '{{ member }}' } }),
      textbox('{{ name }}\n{{ company }}\n{{ street }}', { top: 100, lettershop: { role: 'address' } }),
    ]
    const [shown] = await textOf(
      await print(card(objects), { member: 'yes', name: 'Ann', company: '', street: 'Road 1' }),
    )
    expect(shown?.replace(/\r/g, '')).toBe('for members\nAnn\nRoad 1')
    for (const member of ['', 'false', '0', false, null]) {
      const [hidden] = await textOf(
        await print(card(objects), { member, name: 'Ann', company: 'B', street: 'C' }),
      )
      expect(hidden).not.toContain('members')
    }
  })
})
