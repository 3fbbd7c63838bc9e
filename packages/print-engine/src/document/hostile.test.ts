import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile, DesignError, FINDING_RULES, readDesign } from '../index.ts'
import { card, print, textbox } from '../testing/pdf.ts'

const first = (input: unknown) => readDesign(input).findings[0]

function cyclicGroup(): unknown {
  const group: Record<string, unknown> = { type: 'Group', width: 10, height: 10 }
  group['objects'] = [group]
  return group
}

describe('broken input gives one clear finding with its place', () => {
  const rect = (more: object) =>
    card([
      { type: 'Rect', width: 10, height: 10 },
      { type: 'Rect', ...more },
    ])
  it.each([
    ['no object', 'text', 'document_invalid', ''],
    ['an empty object', {}, 'document_invalid', ''],
    ['null', null, 'document_invalid', ''],
    ['a list', [1], 'document_invalid', ''],
    ['no pages', { lettershop: 1, pages: [], format: 'a6' }, 'document_invalid', 'pages'],
    ['a later version', { lettershop: 99, pages: [] }, 'document_version', 'lettershop'],
    ['no format', { objects: [] }, 'format_unknown', 'format'],
    ['an unknown format', { ...card([]), size: undefined, format: 'napkin' }, 'format_unknown', 'format'],
    ['a size of nothing', { ...card([]), size: '0x0in' }, 'format_unknown', 'size'],
    ['a strange bleed', { ...card([]), bleed: 'a lot' }, 'document_invalid', 'bleed'],
    ['objects that are no list', card({} as never), 'element_invalid', 'pages[0].canvas.objects'],
    ['an object that is none', card([7]), 'element_invalid', 'pages[0].canvas.objects[0]'],
    ['an unknown type', card([{ type: 'Hologram' }]), 'element_unknown', 'pages[0].canvas.objects[0]'],
    ['no type', card([{}]), 'element_unknown', 'pages[0].canvas.objects[0]'],
    ['NaN', rect({ left: Number.NaN }), 'element_invalid', 'pages[0].canvas.objects[1].left'],
    ['null, as JSON writes NaN', rect({ top: null }), 'element_invalid', 'pages[0].canvas.objects[1].top'],
    ['infinity', rect({ width: Infinity }), 'element_invalid', 'pages[0].canvas.objects[1].width'],
    [
      'a coordinate light years away',
      rect({ left: 1e300 }),
      'element_invalid',
      'pages[0].canvas.objects[1].left',
    ],
    [
      'a broken gradient',
      rect({ fill: { type: 'linear' } }),
      'element_invalid',
      'pages[0].canvas.objects[1].fill',
    ],
    [
      'broken path data',
      card([{ type: 'Path', path: 'M 0 0 L 5' }]),
      'element_invalid',
      'pages[0].canvas.objects[0].path',
    ],
    [
      '10 MB of path',
      card([{ type: 'Path', path: 'L1 1'.repeat(2_500_000) }]),
      'element_invalid',
      'pages[0].canvas.objects[0].path',
    ],
    [
      'a text of a million characters',
      card([textbox('x'.repeat(1_000_000))]),
      'element_invalid',
      'pages[0].canvas.objects[0].text',
    ],
    [
      'a group in itself',
      card([cyclicGroup()]),
      'limit_exceeded',
      expect.stringContaining('.objects[0].objects[0]'),
    ],
    [
      'a million objects',
      card(Array.from({ length: 30_000 }, () => ({ type: 'Rect' }))),
      'limit_exceeded',
      'pages[0].canvas.objects[20000]',
    ],
  ])('%s', (_, input, rule, path) => {
    expect(first(input)).toMatchObject({ severity: 'error', rule, path })
    expect(FINDING_RULES).toHaveProperty(rule)
  })

  it('negative control: the sound neighbours of these give none', () => {
    expect(readDesign(rect({ left: 5, fill: null })).findings).toEqual([])
    expect(readDesign({ objects: [] }, { size: '6x4in' }).findings).toEqual([])
  })
})

describe('a job with broken parts', () => {
  const finding = async (design: unknown, options = {}) => (await compile(design, options)).findings[0]
  const image = (src: string) => card([{ type: 'Image', width: 10, height: 10, src }])

  it('names images that are missing, damaged or huge', async () => {
    expect(await finding(image('nowhere.png'))).toMatchObject({
      rule: 'missing_asset',
      path: 'pages[0].canvas.objects[0].src',
    })
    expect(await finding(image('data:image/png;base64,AAAA'))).toMatchObject({ rule: 'asset_invalid' })
    const huge = '<svg xmlns="http://www.w3.org/2000/svg" width="50000" height="50000"/>'
    expect(await finding(image(`data:image/svg+xml,${encodeURIComponent(huge)}`))).toMatchObject({
      rule: 'asset_invalid',
    })
    const broken = { resolve: () => Promise.reject(new Error('disk on fire')) }
    expect((await finding(image('a.png'), { assets: broken }))?.message).toContain('disk on fire')
  })

  it('names fonts that cannot be used', async () => {
    const design = { ...card([textbox('a', { fontFamily: 'X' })]), fonts: [{ family: 'X', file: 'x.ttf' }] }
    const give = (bytes: Uint8Array) => ({ assets: { resolve: async () => ({ bytes }) } })
    expect(await finding(design)).toMatchObject({ rule: 'font_missing', path: 'fonts[0]' })
    expect(await finding(design, give(Buffer.from('wOF2....')))).toMatchObject({
      rule: 'font_unreadable',
      severity: 'error',
    })
    expect(await finding(design, give(Buffer.from('no font at all')))).toMatchObject({
      rule: 'font_unreadable',
    })
    expect(await finding(design, give(Buffer.from([0, 1, 0, 0, 9, 9, 9, 9])))).toMatchObject({
      rule: 'font_unreadable',
    })
  })

  it('names Liquid that cannot be read, and gives it no way to files', async () => {
    expect(await finding(card([textbox('{{ name | }')]))).toMatchObject({
      rule: 'template_invalid',
      path: 'pages[0].canvas.objects[0].text',
    })
    for (const tag of [
      "{% include 'package.json' %}",
      "{% render 'package.json' %}",
      '{% layout "x" %}',
      '{% for i in (1..1000000) %}x{% endfor %}',
    ]) {
      expect(await finding(card([textbox(tag)]))).toMatchObject({ rule: 'template_invalid' })
    }
  })

  it('survives values that are Liquid, PDF or marks of ours', async () => {
    for (const value of [
      '{{ 7 | times: 6 }}',
      ') Tj ET Q /X Do (',
      '\ufdd03\ufdd1',
      '%%EOF',
      '\\',
      '\u0000\u0001',
      '\ud800',
      '%%F1000%%',
    ]) {
      const pdf = await print(
        card([textbox('a {{ v }} b', { styles: [{ start: 0, end: 1, style: { fill: 'red' } }] })]),
        { v: value },
      )
      expect(pdf.length).toBeGreaterThan(500)
    }
  })

  it('throws only DesignError, whatever is in the JSON', { timeout: 120_000 }, async () => {
    const key = fc.constantFrom(
      'type',
      'objects',
      'left',
      'width',
      'text',
      'fill',
      'path',
      'points',
      'styles',
      'clipPath',
      'shadow',
      'src',
      'lettershop',
      'fontSize',
      'radius',
      'filters',
      'scaleX',
      'angle',
    )
    const type = fc.constantFrom(
      'Rect',
      'Textbox',
      'i-text',
      'Image',
      'Path',
      'Group',
      'Polygon',
      'Circle',
      'line',
    )
    const value = fc.oneof(
      type,
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.oneof(fc.double(), fc.string())),
      fc.dictionary(key, fc.oneof(fc.string(), fc.double())),
    )
    const element = fc.tuple(type, fc.dictionary(key, value)).map(([t, rest]) => ({ ...rest, type: t }))
    await fc.assert(
      fc.asyncProperty(fc.array(element, { maxLength: 4 }), async objects => {
        const job = await compile(card(objects))
        if (job.findings.some(f => f.severity === 'error'))
          await expect(job.renderOne({})).rejects.toBeInstanceOf(DesignError)
        else expect((await job.renderOne({})).length).toBeGreaterThan(400)
      }),
      { numRuns: 150, seed: 7 },
    )
  })
})
