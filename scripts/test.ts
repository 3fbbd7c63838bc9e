/** Runs Vitest and ends with the one line that every machine can read: `N passed, N failed`. */
import { startVitest } from 'vitest/node'

const vitest = await startVitest('test', process.argv.slice(2), { run: true, watch: false })
await vitest.close()
const tests = vitest.state.getTestModules().flatMap(module => [...module.children.allTests()])
const count = (state: string) => tests.filter(test => test.result().state === state).length
const brokenFiles = vitest.state.getTestModules().filter(module => module.errors().length > 0).length
const unhandled = vitest.state.getUnhandledErrors().length
const failed = count('failed') + brokenFiles + unhandled
console.log(`${count('passed')} passed, ${failed} failed, ${count('skipped')} skipped`)
process.exit(failed > 0 || tests.length === 0 ? 1 : 0)
