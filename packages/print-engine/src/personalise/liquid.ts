import { Liquid, type Template as LiquidTemplate } from 'liquidjs'

/** Thrown for Liquid that cannot be parsed; the message says where. */
export class TemplateError extends Error {}

export type RecordValue = string | number | boolean | null | undefined
/** One recipient: plain values by field name. */
export type DataRecord = Readonly<Record<string, RecordValue>>

/** Tags that only choose and compute. All others (include, render, layout, loops without end) are taken away. */
const TAGS = new Set(['if', 'unless', 'case', 'assign', 'comment', 'raw', 'capture'])

/** Work allowed for one template and record; real ones need a thousandth. */
const LIMITS = { parseLimit: 200_000, renderLimit: 200, memoryLimit: 1_000_000 }

function makeEngine(): Liquid {
  const engine = new Liquid({
    ...LIMITS,
    templates: {},
    ownPropertyOnly: true,
    strictVariables: false,
    strictFilters: true,
  })
  for (const name of Object.keys(engine.tags)) if (!TAGS.has(name)) delete engine.tags[name]
  return engine
}

const engine = makeEngine()

/** A text with Liquid in it, parsed once. */
export class Template {
  readonly source: string
  /** Names of the fields that it reads, in order. */
  readonly variables: readonly string[]
  private readonly parsed: LiquidTemplate[]
  /** For the most common template, a single field without filter: no need to ask Liquid. */
  private readonly single: string | undefined

  /** @throws TemplateError where the markup cannot be read. */
  constructor(source: string) {
    this.source = source
    try {
      this.parsed = engine.parse(source)
      this.variables = [...new Set(engine.globalVariablesSync(this.parsed))].sort()
    } catch (error) {
      throw new TemplateError(error instanceof Error ? error.message.split('\n')[0] : 'cannot be read')
    }
    this.single = /^\{\{-?\s*([A-Za-z_]\w*)\s*-?\}\}$/.exec(source)?.[1]
  }

  /** The text for a record. Fields that are missing or null are empty. */
  render(values: DataRecord): string {
    if (this.single) {
      const value = Object.hasOwn(values, this.single) ? values[this.single] : undefined
      return value === null || value === undefined ? '' : String(value)
    }
    try {
      return String(engine.renderSync(this.parsed, values))
    } catch (error) {
      throw new TemplateError(error instanceof Error ? error.message.split('\n')[0] : 'cannot be rendered')
    }
  }
}

/** Whether a text has Liquid in it. */
export const isTemplate = (text: unknown): text is string => typeof text === 'string' && /\{\{|\{%/.test(text)
