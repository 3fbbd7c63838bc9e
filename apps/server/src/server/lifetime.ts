/**
 * Waits until the process is asked to end: SIGTERM, SIGINT, or the starter's death (kill -9 of `npm start` leaves no
 * signal, but the parent changes). A second signal, a second or more later, ends at once.
 */
export async function untilAskedToEnd(): Promise<void> {
  await new Promise<void>(resolve => {
    let askedAt: number | undefined
    const ask = () => {
      // Ctrl-C comes up to three times: from the terminal, from the starter and from npm.
      if (askedAt !== undefined && performance.now() - askedAt > SAME_MS) process.exit(130)
      askedAt ??= performance.now()
      resolve()
    }
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, ask)
    watchStarter(ask)
  })
}

/** Signals within this time are one. */
const SAME_MS = 1000
const LOOK_MS = 500
/** As early as can be: it may die while the database starts. */
const STARTER = process.ppid

function watchStarter(onGone: () => void): void {
  if (process.env['LETTERSHOP_STARTER'] === undefined) return
  const timer = setInterval(() => {
    if (process.ppid === STARTER) return
    clearInterval(timer)
    onGone()
  }, LOOK_MS)
  timer.unref()
}
