export type ResourceCategory = 'Font' | 'XObject' | 'ExtGState' | 'Pattern' | 'Shading'

/**
 * An object that content refers to by name, as plain data: it can be sent from a worker, kept in a cache, and is
 * written once however often it is used. Its name is made from its content, so equal objects are the same object
 * whichever worker made them.
 */
export interface Resource {
  category: ResourceCategory
  name: string
  /** The object's dictionary without `<<`, `>>` and /Length; `%%NAME%%` stands for a reference to a resource. */
  dict: string
  /** Bytes of a stream, already filtered as the dictionary says. */
  stream?: Uint8Array
  /** Resources and fonts that the dictionary refers to. */
  uses: readonly Resource[]
  fonts: readonly number[]
}

/** Names of fonts in content: their number in the job's list of fonts. */
export const fontName = (index: number): string => `F${index}`

const PREFIX: Record<ResourceCategory, string> = {
  Font: 'F',
  XObject: 'X',
  ExtGState: 'G',
  Pattern: 'P',
  Shading: 'S',
}

/** 64 bits of FNV-1a over the parts, in base 36: enough to tell the objects of one file apart. */
export function contentHash(...parts: (string | Uint8Array)[]): string {
  let a = 0x811c9dc5
  let b = 0x1234567
  const take = (byte: number): void => {
    a = Math.imul(a ^ byte, 0x01000193)
    b = Math.imul(b ^ byte, 0x85ebca6b) ^ (b >>> 13)
  }
  for (const part of parts) {
    if (typeof part === 'string') for (let i = 0; i < part.length; i++) take(part.charCodeAt(i) & 255)
    else for (const byte of part) take(byte)
    take(0xff)
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36)
}

/** Makes a resource named after its content. `key` replaces hashing a long stream when the caller has a hash. */
export function makeResource(
  category: ResourceCategory,
  dict: string,
  options: { stream?: Uint8Array; uses?: readonly Resource[]; fonts?: readonly number[]; key?: string } = {},
): Resource {
  const { stream, uses = [], fonts = [], key } = options
  const hash = key ?? contentHash(dict, stream ?? '')
  return { category, name: PREFIX[category] + hash, dict, uses, fonts, ...(stream ? { stream } : {}) }
}

/** The resources that one content stream names. */
export class ResourceScope {
  readonly used = new Map<string, Resource>()
  readonly fonts = new Set<number>()

  /** Notes the use of a resource and returns its name for the content. */
  use(resource: Resource): string {
    this.used.set(resource.name, resource)
    return resource.name
  }

  useFont(index: number): string {
    this.fonts.add(index)
    return fontName(index)
  }

  /** The /Resources dictionary with `%%NAME%%` in place of object numbers, names in order. */
  dictionary(): string {
    const groups = new Map<ResourceCategory, string[]>()
    const add = (category: ResourceCategory, name: string): void => {
      const list = groups.get(category) ?? []
      list.push(name)
      groups.set(category, list)
    }
    for (const index of this.fonts) add('Font', fontName(index))
    for (const resource of this.used.values()) add(resource.category, resource.name)
    const parts = [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
    return `<<${parts
      .map(
        ([c, names]) =>
          `/${c}<<${names
            .sort()
            .map(n => `/${n} %%${n}%%`)
            .join('')}>>`,
      )
      .join('')}>>`
  }
}
