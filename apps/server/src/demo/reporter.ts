/** Told of each step of the demo and how far it is. */
export interface Reporter {
  step(name: string, figures: Readonly<Record<string, string | number>>): void
  progress(name: string, done: number, total: number): void
}

const WIDTH = 28

/** For a person: a bar that is rewritten on a terminal, a line for each finished step. */
export function terminalReporter(out: NodeJS.WriteStream = process.stderr): Reporter {
  const clear = () => out.isTTY && out.write('\r\x1b[2K')
  return {
    step(name, figures) {
      clear()
      const shown = Object.entries(figures).map(
        ([label, value]) => `${label} ${typeof value === 'number' ? value.toLocaleString('en-US') : value}`,
      )
      out.write(`  ✓ ${name.padEnd(26)} ${shown.join(' · ')}\n`)
    },
    progress(name, done, total) {
      if (!out.isTTY) return
      const share = total > 0 ? Math.min(done / total, 1) : 0
      const full = Math.round(share * WIDTH)
      out.write(
        `\r\x1b[2K    ${name.padEnd(26)} ${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${Math.round(share * 100)} %`,
      )
    },
  }
}

/** For a program: one JSON object a step. */
export function jsonReporter(out: NodeJS.WritableStream = process.stdout): Reporter {
  return {
    step: (name, figures) => void out.write(`${JSON.stringify({ step: name, ...figures })}\n`),
    progress: () => {},
  }
}
