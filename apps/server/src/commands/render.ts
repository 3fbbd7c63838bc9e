import type { Command } from 'commander'
import { type RenderArguments, runRender } from './render.run.ts'

const EXAMPLE = `
Example:
  lettershop render --design card.json --data people.csv --out cards.pdf \\
    --set "tracking_url=https://example.com/R/{{ customer_number }}"`

const collect = (value: string, before: string[]): string[] => [...before, value]

/** Adds `lettershop render`: a design and a CSV become a PDF, without a database. */
export function addRenderCommand(program: Command): void {
  program
    .command('render')
    .description('Print a design for every row of a CSV into one PDF (no database needed)')
    .requiredOption('--design <file>', 'design document or Fabric JSON; its fonts and images lie beside it')
    .requiredOption('--data <file>', 'CSV with a header line, UTF-8')
    .requiredOption('--out <file>', 'PDF to be written')
    .option('--format <name>', 'page format, for designs that name none (postcard-4x6, letter-8.5x11, a6, …)')
    .option('--size <WxH>', 'page size instead of a format, such as 6x4in or 148x105mm')
    .option(
      '--set <name=value>',
      'value for a field that the CSV lacks; may use Liquid (repeatable)',
      collect,
      [],
    )
    .option(
      '--policy <rule=action>',
      'what a finding does to its record: ignore, skip or fail (repeatable)',
      collect,
      [],
    )
    .option('--records <a-b>', 'only these rows, counted from 1')
    .option('--proof <n>', 'only this many rows, spread evenly over the list')
    .option('--json', 'print the summary as JSON')
    .option('--debug', 'show where an unexpected error came from')
    .addHelpText('after', EXAMPLE)
    .action(async (options: RenderArguments) => {
      process.exitCode = await runRender(options, { stdout: process.stdout, stderr: process.stderr })
    })
}
