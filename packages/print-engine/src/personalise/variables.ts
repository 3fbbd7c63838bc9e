import { type ReadOptions, readDesign } from '../document/design.ts'
import { FindingList } from '../document/findings.ts'
import { bindElement, bindingsOf } from './bind.ts'

/** Names of the record fields that a design reads, in order. Empty for what is no design. Browser-safe. */
export function variablesOf(input: unknown, options: ReadOptions = {}): string[] {
  const { design } = readDesign(input, { format: 'postcard-4x6', ...options })
  const names = new Set<string>()
  const findings = new FindingList()
  for (const page of design?.pages ?? []) {
    for (const element of page.elements) {
      for (const { template } of bindingsOf(bindElement(element, findings))) {
        for (const name of template.variables) names.add(name)
      }
    }
  }
  return [...names].sort()
}
