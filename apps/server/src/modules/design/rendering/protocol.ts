import type { DataRecord, Finding } from '@lettershop/print-engine'

/** What the look at a design found out. */
export interface Inspection {
  /** The design document: what was given, or bare Fabric JSON in its wrapper. */
  readonly document: Record<string, unknown>
  /** Format or size of the document. */
  readonly format: string
  readonly pages: readonly string[]
  /** Fields that the design reads from a record. */
  readonly variables: readonly string[]
  /** Those of them without which something is missing on the piece: no default stands in for them. */
  readonly required: readonly string[]
  /** Names of images and fonts that the design asks for, as they stand in it. */
  readonly sources: readonly string[]
  /** True where an image's name depends on the record, so that any image may be asked for. */
  readonly variableSources: boolean
  readonly findings: readonly Finding[]
  /** SHA-256 of the document in canonical form. */
  readonly sha256: string
}

/** How the printing of one file went. */
export interface PrintSummary {
  readonly records: number
  readonly pages: number
  /** Records that a policy left out: place in the input from 0, and why. */
  readonly skipped: readonly { readonly index: number; readonly reason: string }[]
}

/** What a rendering thread can do: input and output of each kind of task. */
export interface Tasks {
  inspect: { input: { document: unknown; format?: string | undefined }; output: Inspection }
  pdf: { input: { document: unknown; record: DataRecord }; output: Uint8Array }
  png: {
    input: { document: unknown; record: DataRecord; page: number; width: number }
    output: Uint8Array
  }
  personalise: { input: { document: unknown; record: DataRecord }; output: Record<string, unknown> }
  /** Asks for records until there are none, and gives the file away in chunks. */
  print: { input: { document: unknown }; output: PrintSummary }
}
export type TaskKind = keyof Tasks

/** What a thread asks the main thread for while it works: it has neither database nor storage. */
export interface Asks {
  /** Bytes of an image or font by the name that stands in the design. */
  asset(src: string): Promise<Uint8Array | undefined>
  /** The next records; an empty list at the end. */
  records(): Promise<readonly DataRecord[]>
  /** Takes a piece of the file; resolves when there is room for the next one. */
  chunk(bytes: Uint8Array): Promise<void>
}
export type AskName = keyof Asks

/** Why a task failed, as it travels between threads. */
export type Failure =
  | { readonly kind: 'design'; readonly findings: readonly Finding[] }
  | { readonly kind: 'no_such_page'; readonly message: string }
  | { readonly kind: 'unexpected'; readonly message: string; readonly stack: string | undefined }

export type ToThread =
  | { readonly type: 'task'; readonly kind: TaskKind; readonly input: unknown }
  | { readonly type: 'answer'; readonly ask: number; readonly value: unknown }
  | { readonly type: 'no_answer'; readonly ask: number; readonly message: string }

export type FromThread =
  | { readonly type: 'ask'; readonly ask: number; readonly name: AskName; readonly argument: unknown }
  | { readonly type: 'done'; readonly output: unknown }
  | { readonly type: 'failed'; readonly failure: Failure }
