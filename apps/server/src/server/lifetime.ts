/**
 * Waits until the process is asked to end: SIGTERM, SIGINT, or the starter's death (kill -9 of `npm start` leaves no
 * signal, but the parent changes). A second signal ends at once.
 */
export async function untilAskedToEnd(): Promise<void> {
  await new Promise<void>(resolve => {
    let asked = false
    const ask = () => {
      if (asked) process.exit(130)
      asked = true
      resolve()
    }
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, ask)
    watchStarter(ask)
  })
}

const LOOK_MS = 500

function watchStarter(onGone: () => void): void {
  if (process.env['LETTERSHOP_STARTER'] === undefined) return
  const starter = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === starter) return
    clearInterval(timer)
    onGone()
  }, LOOK_MS)
  timer.unref()
}
