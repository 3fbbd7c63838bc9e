import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Buckets in seconds for work that takes from a millisecond to a minute. */
const SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** Values of a label are a short, known list: a route's pattern, a job's type. Never an organization, id or address. */
export interface MetricOptions<Label extends string> {
  readonly name: `lettershop_${string}`
  readonly help: string
  readonly labels?: readonly Label[]
}

/** The figures of one process, in Prometheus' text form at `/metrics`. */
export class Metrics {
  readonly #registry = new Registry()
  readonly contentType = this.#registry.contentType

  /** Event loop lag, memory and garbage collection of the process. */
  collectProcess(): void {
    collectDefaultMetrics({ register: this.#registry, prefix: 'lettershop_process_' })
  }

  counter<Label extends string>(options: MetricOptions<Label>): Counter<Label> {
    return new Counter({ ...this.#common(options) })
  }

  /** @param read gives the present value when somebody asks for the figures */
  gauge<Label extends string>(
    options: MetricOptions<Label>,
    read?: (set: Gauge<Label>) => void | Promise<void>,
  ): Gauge<Label> {
    return new Gauge({
      ...this.#common(options),
      ...(read && {
        collect() {
          return read(this)
        },
      }),
    })
  }

  /** Seconds, in fixed buckets. */
  seconds<Label extends string>(options: MetricOptions<Label>): Histogram<Label> {
    return new Histogram({ ...this.#common(options), buckets: SECONDS })
  }

  /** All figures as text. */
  text(): Promise<string> {
    return this.#registry.metrics()
  }

  #common<Label extends string>({ name, help, labels = [] }: MetricOptions<Label>) {
    return { name, help, labelNames: labels, registers: [this.#registry] }
  }
}
