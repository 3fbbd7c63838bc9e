import { ErrorAnswer } from '@lettershop/contracts'
import { z } from 'zod'
import { errorTable } from '../errors/table.ts'
import { belongsToOrganization, type MediaAnswer, type Route } from '../http/route.ts'

type Json = Record<string, unknown>

/** Version of the API as its callers see it; goes up when something promised changes. */
export const API_VERSION = '2026-11-21'

/**
 * The OpenAPI 3.1 document of a list of routes. Everything follows from the routes' own schemas; nothing is written
 * beside them.
 * @param publicUrl address of the installation
 */
export function openApi(routes: readonly Route[], publicUrl: string): Json {
  const shown = routes.filter(one => !one.hidden)
  const schemas = new Components()
  const paths: Record<string, Json> = {}
  for (const one of shown) {
    paths[one.path] ??= {}
    paths[one.path]![one.method.toLowerCase()] = operation(one, schemas)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lettershop',
      version: API_VERSION,
      description:
        'Every list is a keyset page, every error has the one shape, every POST takes an Idempotency-Key.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl }],
    tags: [...new Set(shown.map(one => one.tag))].sort().map(name => ({ name })),
    paths,
    components: {
      schemas: schemas.all(),
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'lettershop.session_token',
          description: 'Session of a signed-in person.',
        },
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'API key of an organization: ls_live_… or ls_test_….',
        },
      },
    },
  }
}

/** Schemas that carry an id become components; the others stand where they are used. */
class Components {
  readonly #found: Record<string, unknown> = {}

  reference(schema: z.ZodType, io: 'input' | 'output'): Json {
    const made = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' }) as Json
    const { $schema: _, $defs, ...rest } = made
    for (const [name, part] of Object.entries(($defs ?? {}) as Record<string, Json>))
      this.#found[name] ??= clean(part)
    const id = rest['id']
    if (typeof id !== 'string') return clean(rest)
    this.#found[id] ??= clean(rest)
    return { $ref: `#/components/schemas/${id}` }
  }

  all(): Json {
    return Object.fromEntries(Object.entries(this.#found).sort(([a], [b]) => a.localeCompare(b)))
  }
}

/** Zod writes `id` into the schema and points at `#/$defs`; OpenAPI has its components elsewhere. */
function clean(schema: Json): Json {
  return JSON.parse(
    JSON.stringify(schema, (key, value) => {
      if (key === '$ref' && typeof value === 'string')
        return value.replace('#/$defs/', '#/components/schemas/')
      return value
    }),
    (key, value) => (key === 'id' && typeof value === 'string' ? undefined : value),
  )
}

function operation(one: Route, schemas: Components): Json {
  return {
    operationId: one.operation,
    tags: [one.tag],
    summary: one.summary,
    description: accessOf(one),
    security:
      one.access === 'public'
        ? []
        : belongsToOrganization(one)
          ? [{ session: [] }, { apiKey: [] }]
          : [{ session: [] }],
    parameters: parameters(one, schemas),
    ...(requestBody(one, schemas) ?? {}),
    responses: responses(one, schemas),
  }
}

function accessOf(one: Route): string {
  if (typeof one.access !== 'string')
    return `Needs the permission \`${one.access.resource}.${one.access.action}\`.`
  return {
    public: 'Open to everybody.',
    signed_in: 'For any signed-in person.',
    operator: 'For whoever runs the installation.',
  }[one.access]
}

function parameters(one: Route, schemas: Components): Json[] {
  const inPath = [...one.path.matchAll(/\{(\w+)\}/g)].map(match => match[1] ?? '')
  const paramsShape: Record<string, z.ZodType> = { ...one.params?.shape }
  const path = inPath.map(name => ({
    name,
    in: 'path',
    required: true,
    schema: paramsShape[name]
      ? schemas.reference(paramsShape[name], 'input')
      : { type: 'string', description: 'short name or id of the organization' },
  }))
  const query = Object.entries<z.ZodType>({ ...one.query?.shape }).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !schema.safeParse(undefined).success,
    schema: schemas.reference(schema, 'input'),
  }))
  const headers = [
    ...(one.method === 'POST' && belongsToOrganization(one) && one.bodyKind === 'json'
      ? ['Idempotency-Key']
      : []),
    ...(one.method === 'PATCH' || one.method === 'DELETE' ? ['If-Match'] : []),
  ].map(name => ({ name, in: 'header', required: false, schema: { type: 'string', maxLength: 255 } }))
  return [...path, ...query, ...headers]
}

function requestBody(one: Route, schemas: Components): Json | undefined {
  if (one.bodyKind === 'stream')
    return {
      requestBody: {
        required: true,
        content: {
          'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
          'multipart/form-data': {
            schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } },
          },
        },
      },
    }
  if (!one.body) return undefined
  return {
    requestBody: {
      required: !one.body.safeParse(undefined).success,
      content: { 'application/json': { schema: schemas.reference(one.body, 'input') } },
    },
  }
}

function responses(one: Route, schemas: Components): Json {
  const answers = Object.entries(one.answers).map(([status, answer]) => [status, success(answer, schemas)])
  const none = answers.length === 0 ? { 204: { description: 'Done.' } } : {}
  const error = {
    description: 'An error; see `/docs/errors`.',
    content: { 'application/json': { schema: schemas.reference(ErrorAnswer, 'output') } },
  }
  return { ...Object.fromEntries(answers), ...none, default: error }
}

function success(answer: z.ZodType | MediaAnswer, schemas: Components): Json {
  if (!(answer instanceof z.ZodType))
    return { description: answer.about, content: { [answer.media]: { schema: { type: 'string' } } } }
  return {
    description: 'Done.',
    content: { 'application/json': { schema: schemas.reference(answer, 'output') } },
  }
}

/** `docs/errors.md`, from the table. */
export function errorsPage(): string {
  const rows = Object.entries(errorTable).map(
    ([code, { status, message, advice }]) => `### \`${code}\`\n\n${status}: ${message}\n\n${advice}\n`,
  )
  return `# Errors\n\nEvery error answer has one shape: \`{"error":{"code","message","advice","request_id","doc_url"}}\`, with \`fields\` where several are wrong.\nCodes are stable and never reused. Generated from \`apps/server/src/platform/errors/table.ts\` by \`npm run docs:generate\`.\n\n${rows.join('\n')}`
}
