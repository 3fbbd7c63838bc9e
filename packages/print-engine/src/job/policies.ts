import type { Finding, FindingRule } from '../document/findings.ts'

/** What happens to a record with such a finding: print all the same, leave the record out, or stop the job. */
export type Policy = 'ignore' | 'skip' | 'fail'

/** The findings that records may have, each with its policy. */
export interface Policies {
  missing_asset: Policy
  missing_glyph: Policy
  overflow: Policy
  empty_field: Policy
  code_invalid: Policy
}

/**
 * A code that cannot be read and a missing picture make a piece worthless, so such records are left out; the rest is
 * printed and reported.
 */
export const DEFAULT_POLICIES: Policies = {
  missing_asset: 'skip',
  missing_glyph: 'ignore',
  overflow: 'ignore',
  empty_field: 'ignore',
  code_invalid: 'skip',
}

export const POLICY_RULES = Object.keys(DEFAULT_POLICIES) as (keyof Policies)[]

const isPolicyRule = (rule: FindingRule): rule is keyof Policies => rule in DEFAULT_POLICIES

/** The policy for a finding, or undefined for those that have none. */
function policyOf(finding: Finding, policies: Policies): Policy | undefined {
  const rule = finding.rule === 'asset_invalid' ? 'missing_asset' : finding.rule
  return isPolicyRule(rule) ? policies[rule] : undefined
}

/** Whether an error of the design is one that a policy says to print all the same, such as a missing image. */
export const isIgnored = (finding: Finding, policies: Policies): boolean =>
  policyOf(finding, policies) === 'ignore'

/** The strictest of the policies that the findings call for, and the finding that calls for it. */
export function decide(
  findings: readonly Finding[],
  policies: Policies,
): { policy: Policy; because?: Finding } {
  let skip: Finding | undefined
  for (const finding of findings) {
    const policy = policyOf(finding, policies)
    if (policy === 'fail') return { policy, because: finding }
    if (policy === 'skip') skip ??= finding
  }
  return skip ? { policy: 'skip', because: skip } : { policy: 'ignore' }
}
