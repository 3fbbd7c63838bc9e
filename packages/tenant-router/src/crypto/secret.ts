import { inspect } from 'node:util'

const REDACTED = '[redacted]'

/** A value that no log, error or JSON answer can show. Only {@link Secret.reveal} gives it out. */
export class Secret<T = string> {
  readonly #value: T

  constructor(value: T) {
    this.#value = value
  }

  /** The value itself, where it is used and nowhere else. */
  reveal(): T {
    return this.#value
  }

  toString(): string {
    return REDACTED
  }

  toJSON(): string {
    return REDACTED
  }

  [inspect.custom](): string {
    return REDACTED
  }
}
