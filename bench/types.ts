/** One result: what was measured, beside whom, and whether it holds its floor. */
export interface BenchLine {
  readonly bench: string
  readonly metric: string
  readonly value: number
  readonly unit: string
  /** Who or what did the same work in the same run; null where the floor is an absolute limit. */
  readonly peer: string | null
  readonly peer_value: number | null
  /** Ours to the peer's, so that more is better or less is better as `metric` says. */
  readonly ratio: number | null
  /** Least (or most, for times and bytes) that is acceptable, of the ratio where there is one, else of the value. */
  readonly floor: number | null
  readonly ok: boolean
}
