/** The value, or undefined after so many milliseconds; the work goes on. A failure in time is the caller's. */
export async function within<T>(work: Promise<T>, milliseconds: number): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>()
  // After a turn of the loop: an answer that came while the process was busy with something else has come in time.
  const timer = setTimeout(() => setImmediate(() => resolve(undefined)), milliseconds)
  // Nobody may be listening any more when it fails later.
  work.catch(() => {})
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
