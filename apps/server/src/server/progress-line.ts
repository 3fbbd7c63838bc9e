/** Shows the steps of a start: one line that is rewritten on a terminal, plain lines otherwise. */
export function progressLine(out: NodeJS.WriteStream = process.stderr): {
  step(text: string): void
  done(): void
} {
  let last = ''
  return {
    step(text) {
      if (text === last) return
      last = text
      if (out.isTTY) out.write(`\r\x1b[2K${text}…`)
      else out.write(`${text}…\n`)
    },
    done() {
      if (out.isTTY && last !== '') out.write('\r\x1b[2K')
      last = ''
    },
  }
}
