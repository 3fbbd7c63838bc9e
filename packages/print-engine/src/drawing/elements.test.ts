import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { compile } from '../index.ts'
import { card, colorsAt, print, type Rgb } from '../testing/pdf.ts'

const WHITE: Rgb = [255, 255, 255]
const RED: Rgb = [255, 0, 0]
const solid = { fill: '#ff0000', strokeWidth: 0 }

/** Prints objects and gives the colours at points. */
const paint = async (objects: unknown[], ...points: [number, number][]): Promise<Rgb[]> =>
  colorsAt(await print(card(objects)), points)

const near = (a: Rgb | undefined, b: Rgb, by = 6): void => {
  for (let i = 0; i < 3; i++)
    expect(Math.abs((a?.[i] ?? -999) - (b[i] ?? 0)), `${a} is not ${b}`).toBeLessThanOrEqual(by)
}

describe('elements are painted where Fabric paints them', () => {
  it.each([
    ['rect', { type: 'Rect', left: 100, top: 100, width: 50, height: 40, ...solid }, [110, 110], [160, 110]],
    [
      'rect by its centre',
      {
        type: 'rect',
        left: 125,
        top: 120,
        originX: 'center',
        originY: 'center',
        width: 50,
        height: 40,
        ...solid,
      },
      [103, 103],
      [97, 103],
    ],
    [
      'rect of Fabric 7, whose origin is the centre',
      { type: 'Rect', version: '7.0.0', left: 125, top: 120, width: 50, height: 40, ...solid },
      [103, 103],
      [155, 120],
    ],
    [
      'rounded rect',
      { type: 'Rect', left: 100, top: 100, width: 100, height: 100, rx: 50, ry: 50, ...solid },
      [150, 150],
      [104, 104],
    ],
    ['circle', { type: 'Circle', left: 100, top: 100, radius: 50, ...solid }, [150, 105], [105, 105]],
    [
      'half circle',
      { type: 'Circle', left: 100, top: 100, radius: 50, startAngle: 0, endAngle: 180, ...solid },
      [150, 180],
      [150, 120],
    ],
    [
      'half circle of Fabric 4, in radians',
      {
        type: 'circle',
        version: '4.6.0',
        left: 100,
        top: 100,
        radius: 50,
        startAngle: 0,
        endAngle: Math.PI,
        ...solid,
      },
      [150, 180],
      [150, 120],
    ],
    ['ellipse', { type: 'Ellipse', left: 100, top: 100, rx: 80, ry: 20, ...solid }, [110, 120], [110, 104]],
    [
      'triangle',
      { type: 'Triangle', left: 100, top: 100, width: 100, height: 100, ...solid },
      [150, 190],
      [105, 110],
    ],
    [
      'polygon',
      {
        type: 'Polygon',
        left: 100,
        top: 100,
        points: [
          { x: 0, y: 0 },
          { x: 100, y: 0 },
          { x: 0, y: 100 },
        ],
        ...solid,
      },
      [110, 110],
      [190, 190],
    ],
    [
      'polyline',
      {
        type: 'Polyline',
        left: 100,
        top: 100,
        points: [
          { x: 5, y: 5 },
          { x: 105, y: 5 },
          { x: 5, y: 105 },
        ],
        ...solid,
      },
      [110, 110],
      [190, 190],
    ],
    [
      'path with an arc',
      { type: 'Path', left: 100, top: 100, path: 'M 0 50 a 50 50 0 0 1 100 0 z', ...solid },
      [150, 110],
      [105, 105],
    ],
    [
      'path as arrays',
      {
        type: 'path',
        left: 100,
        top: 100,
        path: [['M', 0, 0], ['h', 60], ['v', 60], ['H', 0], ['z']],
        ...solid,
      },
      [130, 130],
      [170, 130],
    ],
    [
      'line',
      { type: 'Line', left: 100, top: 100, x1: 0, y1: 0, x2: 100, y2: 0, stroke: '#ff0000', strokeWidth: 10 },
      [150, 105],
      [150, 115],
    ],
    [
      'turned rect',
      {
        type: 'Rect',
        left: 150,
        top: 150,
        originX: 'center',
        originY: 'center',
        width: 100,
        height: 20,
        angle: 90,
        ...solid,
      },
      [150, 110],
      [110, 150],
    ],
    [
      'turned about its corner',
      { type: 'Rect', left: 150, top: 150, width: 100, height: 20, angle: 90, ...solid },
      [140, 240],
      [160, 160],
    ],
    [
      'flipped triangle',
      { type: 'Triangle', left: 100, top: 100, width: 100, height: 100, flipY: true, ...solid },
      [150, 190],
      [105, 190],
    ],
    [
      'skewed rect',
      {
        type: 'Rect',
        left: 200,
        top: 150,
        originX: 'center',
        originY: 'center',
        width: 100,
        height: 100,
        skewX: 45,
        ...solid,
      },
      [240, 195],
      [155, 195],
    ],
    [
      'scaled group',
      {
        type: 'Group',
        left: 100,
        top: 100,
        width: 20,
        height: 20,
        scaleX: 5,
        scaleY: 5,
        objects: [{ type: 'Rect', left: -10, top: -10, width: 10, height: 10, ...solid }],
      },
      [120, 120],
      [180, 180],
    ],
  ] as const)('%s', async (_, element, inside, outside) => {
    const [a, b] = await paint([element], [...inside], [...outside])
    near(a, RED)
    near(b, WHITE)
  })

  it('strokes lie half outside; uniform ones do not grow with the element', async () => {
    const stroke = { fill: null, stroke: '#ff0000', strokeWidth: 10 }
    const [on, off] = await paint(
      [{ type: 'Rect', left: 100, top: 100, width: 100, height: 100, ...stroke }],
      [105, 150],
      [150, 150],
    )
    near(on, RED)
    near(off, WHITE)
    const uniform = {
      type: 'Rect',
      left: 100,
      top: 100,
      width: 10,
      height: 10,
      scaleX: 10,
      scaleY: 10,
      strokeUniform: true,
      ...stroke,
    }
    const [edge, inner] = await paint([uniform], [105, 150], [120, 150])
    near(edge, RED)
    near(inner, WHITE)
  })

  it('gradients, with colours and opacity between the stops', async () => {
    const stops = (end: string) => [
      { offset: 0, color: '#ff0000' },
      { offset: 1, color: end },
    ]
    const fill = (end: string, units = 'pixels') => ({
      type: 'linear',
      gradientUnits: units,
      coords: { x1: 0, y1: 0, x2: units === 'pixels' ? 200 : 1, y2: 0 },
      colorStops: stops(end),
    })
    const box = { type: 'Rect', left: 100, top: 100, width: 200, height: 50, strokeWidth: 0 }
    for (const units of ['pixels', 'percentage']) {
      const [start, middle, end] = await paint(
        [{ ...box, fill: fill('#0000ff', units) }],
        [102, 120],
        [200, 120],
        [297, 120],
      )
      near(start, RED, 8)
      near(middle, [127, 0, 127], 8)
      near(end, [0, 0, 255], 8)
    }
    const [half] = await paint([{ ...box, fill: fill('rgba(255,0,0,0)') }], [200, 120])
    near(half, [255, 127, 127], 8)
  })

  it('opacity is that of the whole element, also where its parts overlap', async () => {
    const part = { type: 'Rect', left: -50, top: -50, width: 100, height: 100, ...solid }
    const group = {
      type: 'Group',
      left: 100,
      top: 100,
      width: 100,
      height: 100,
      opacity: 0.5,
      objects: [part, part],
    }
    const [color] = await paint([group], [150, 150])
    near(color, [255, 127, 127])
  })

  it('clip paths: within, inverted, on the artboard, by a group', async () => {
    const box = { type: 'Rect', left: 100, top: 100, width: 100, height: 100, ...solid }
    const hole = { type: 'Circle', left: -20, top: -20, radius: 20, strokeWidth: 0 }
    near((await paint([{ ...box, clipPath: hole }], [110, 110]))[0], WHITE)
    near((await paint([{ ...box, clipPath: hole }], [150, 150]))[0], RED)
    near((await paint([{ ...box, clipPath: { ...hole, inverted: true } }], [150, 150]))[0], WHITE)
    near((await paint([{ ...box, clipPath: { ...hole, inverted: true } }], [110, 110]))[0], RED)
    const fixed = {
      type: 'Rect',
      left: 100,
      top: 100,
      width: 20,
      height: 20,
      strokeWidth: 0,
      absolutePositioned: true,
    }
    const [a, b] = await paint([{ ...box, angle: 0, clipPath: fixed }], [110, 110], [150, 150])
    near(a, RED)
    near(b, WHITE)
    const clipGroup = {
      type: 'Group',
      left: -50,
      top: -50,
      width: 100,
      height: 100,
      objects: [{ ...hole, left: -50, top: -50 }],
    }
    const [c, d] = await paint([{ ...box, clipPath: clipGroup }], [120, 120], [180, 180])
    near(c, RED)
    near(d, WHITE)
  })

  it('images: cropped, with alpha, filtered, covering their box', async () => {
    const half = await sharp({
      create: { width: 20, height: 10, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 1 } },
    })
      .composite([
        {
          input: {
            create: { width: 10, height: 10, channels: 4, background: { r: 0, g: 0, b: 255, alpha: 1 } },
          },
          left: 10,
          top: 0,
        },
      ])
      .png()
      .toBuffer()
    const src = `data:image/png;base64,${half.toString('base64')}`
    const image = {
      type: 'Image',
      left: 100,
      top: 100,
      width: 20,
      height: 10,
      scaleX: 5,
      scaleY: 5,
      strokeWidth: 0,
      src,
    }
    const [left, right] = await paint([image], [120, 120], [180, 120])
    near(left, RED)
    near(right, [0, 0, 255])
    const [cropped] = await paint([{ ...image, width: 10, cropX: 10 }], [120, 120])
    near(cropped, [0, 0, 255])
    const [inverted] = await paint([{ ...image, filters: [{ type: 'Invert' }] }], [120, 120])
    near(inverted, [0, 255, 255])
    const cover = {
      type: 'Rect',
      left: 100,
      top: 100,
      width: 50,
      height: 50,
      ...solid,
      lettershop: { role: 'image', src },
    }
    const [l, r, beyond] = await paint([cover], [110, 125], [140, 125], [155, 125])
    near(l, RED)
    near(r, [0, 0, 255])
    near(beyond, WHITE)
    const veil = await sharp({
      create: { width: 4, height: 4, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0.5 } },
    })
      .png()
      .toBuffer()
    const [mixed] = await paint(
      [
        {
          ...image,
          width: 4,
          height: 4,
          scaleX: 20,
          scaleY: 20,
          src: `data:image/png;base64,${veil.toString('base64')}`,
        },
      ],
      [120, 120],
    )
    near(mixed, [255, 127, 127])
  })

  it('hides what is hidden for everybody, shows images without a size at their own', async () => {
    const box = { type: 'Rect', left: 100, top: 100, width: 50, height: 50, ...solid }
    for (const hidden of [{ visible: false }, { opacity: 0 }, { lettershop: { visible: '0' } }]) {
      near((await paint([{ ...box, ...hidden }], [120, 120]))[0], WHITE)
    }
    near((await paint([{ ...box, lettershop: { visible: '1' } }], [120, 120]))[0], RED)
    const png = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#f00' } })
      .png()
      .toBuffer()
    const src = `data:image/png;base64,${png.toString('base64')}`
    near((await paint([{ type: 'Image', left: 100, top: 100, src }], [135, 135]))[0], RED)
  })

  it('says what it does not draw', async () => {
    const job = await compile(
      card([{ type: 'Rect', width: 9, height: 9, globalCompositeOperation: 'multiply' }]),
    )
    expect(job.findings).toEqual([
      expect.objectContaining({
        rule: 'not_drawn',
        path: 'pages[0].canvas.objects[0].globalCompositeOperation',
      }),
    ])
    const plain = await compile(card([{ type: 'Rect', width: 9, height: 9 }]))
    expect(plain.findings).toEqual([])
  })
})
