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

/** The strictest of the policies that the findings call for, and the finding that calls for it. */
export function decide(
  findings: readonly Finding[],
  policies: Policies,
): { policy: Policy; because?: Finding } {
  let skip: Finding | undefined
  for (const finding of findings) {
    const rule = finding.rule === 'asset_invalid' ? 'missing_asset' : finding.rule
    const policy = isPolicyRule(rule) ? policies[rule] : 'ignore'
    if (policy === 'fail') return { policy, because: finding }
    if (policy === 'skip') skip ??= finding
  }
  return skip ? { policy: 'skip', because: skip } : { policy: 'ignore' }
}
