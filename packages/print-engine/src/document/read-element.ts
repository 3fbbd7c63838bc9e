import { z } from 'zod'
import { ELEMENT_TYPES, elementTypeOf } from '../elements/registry.ts'
import { PathDataError } from '../geometry/svg-path.ts'
import type { FindingList } from './findings.ts'
import type { BaseElement } from './values.ts'

export type Element = BaseElement & { type: string; objects?: Element[]; clipPath?: Element }

/** Groups within groups within …: deeper than this is a mistake or a cycle. */
const MAX_DEPTH = 32
/** Elements of a document, groups' children included. */
const MAX_ELEMENTS = 20_000

/** Reads the objects of a document, counting them over all pages. */
export class ElementReader {
  private readonly findings: FindingList
  private count = 0

  constructor(findings: FindingList) {
    this.findings = findings
  }

  /**
   * Reads a list of Fabric objects. What cannot be read becomes a finding with its path and is left out.
   * @param version of the canvas, for objects that do not carry their own: it decides the default origin.
   */
  list(raw: unknown, path: string, version: string | undefined, depth = 0): Element[] {
    if (raw === undefined || raw === null) return []
    if (!Array.isArray(raw)) {
      this.error('element_invalid', path, 'is not a list of objects')
      return []
    }
    return raw.flatMap((item, i) => this.element(item, `${path}[${i}]`, version, depth) ?? [])
  }

  element(raw: unknown, path: string, version: string | undefined, depth = 0): Element | undefined {
    if (depth > MAX_DEPTH)
      return this.error('limit_exceeded', path, `lies more than ${MAX_DEPTH} groups deep; flatten the groups`)
    if (++this.count > MAX_ELEMENTS) {
      if (this.count === MAX_ELEMENTS + 1)
        this.error('limit_exceeded', path, `is one too many: a design has at most ${MAX_ELEMENTS} objects`)
      return undefined
    }
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
      return this.error('element_invalid', path, 'is not an object')
    }
    const source: Record<string, unknown> = { ...raw }
    const name = source['type']
    const type = typeof name === 'string' ? elementTypeOf(name) : undefined
    if (!type) {
      const known = ELEMENT_TYPES.join(', ')
      return this.error(
        'element_unknown',
        path,
        `has the type ${JSON.stringify(name)?.slice(0, 60) ?? 'none'}; the engine draws ${known}`,
      )
    }
    const own = typeof source['version'] === 'string' ? source['version'] : version
    try {
      const parsed = type.schema.parse(withDefaults(source, type.type, own)) as BaseElement
      const placed = { ...parsed, type: type.type, path }
      const element: Element = type.finish ? { ...type.finish(placed), type: type.type } : placed
      if (type.type === 'group')
        element.objects = this.list(source['objects'], `${path}.objects`, own, depth + 1)
      const clip = source['clipPath']
      if (clip !== undefined && clip !== null) {
        const clipPath = this.element(clip, `${path}.clipPath`, own, depth + 1)
        if (clipPath) element.clipPath = clipPath
      }
      return element
    } catch (error) {
      return this.unreadable(error, path)
    }
  }

  private unreadable(error: unknown, path: string): undefined {
    if (error instanceof z.ZodError) {
      const issue = error.issues[0]
      const at = (issue?.path ?? []).map(p => (typeof p === 'number' ? `[${p}]` : `.${String(p)}`)).join('')
      return this.error(
        'element_invalid',
        `${path}${at}`,
        `cannot be used: ${issue?.message ?? 'unknown reason'}`,
      )
    }
    if (error instanceof PathDataError) return this.error('element_invalid', `${path}.path`, error.message)
    throw error
  }

  private error(
    rule: 'element_invalid' | 'element_unknown' | 'limit_exceeded',
    path: string,
    message: string,
  ): undefined {
    this.findings.add({ severity: 'error', rule, path, message })
    return undefined
  }
}

/** Defaults that changed between Fabric's versions. */
function withDefaults(
  source: Record<string, unknown>,
  type: string,
  version: string | undefined,
): Record<string, unknown> {
  const major = Number.parseInt(version ?? '6', 10)
  const centred = major >= 7
  const out: Record<string, unknown> = {
    originX: centred ? 'center' : 'left',
    originY: centred ? 'center' : 'top',
    ...source,
  }
  if (
    type === 'circle' &&
    major < 5 &&
    typeof source['endAngle'] === 'number' &&
    source['endAngle'] <= 6.2832
  ) {
    // Fabric 4 and older counted in radians.
    const degrees = (value: unknown): number => (typeof value === 'number' ? (value * 180) / Math.PI : 0)
    out['startAngle'] = degrees(source['startAngle'])
    out['endAngle'] = degrees(source['endAngle'])
  }
  return out
}
