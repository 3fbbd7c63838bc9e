import type { TenantTx } from '@lettershop/tenant-router'

/** What an organization's keys are for, as in `platform.secret.purpose`. */
export type SecretPurpose = 'code_signing' | 'code_sealing' | 'suppression' | 'visitor' | 'write_key'

/** The keys of one purpose: new work uses `current`, old codes are read with the version that they name. */
export interface SecretKeys {
  readonly current: { readonly version: number; readonly key: Buffer }
  /** Every version, by number, the current one too. */
  readonly all: ReadonlyMap<number, Buffer>
}

/** Keys of 32 random bytes that belong to an organization and never leave the server. */
export interface OrganizationSecrets {
  /**
   * The keys of a purpose, made on first use. Two processes that ask at once get the same key.
   * A key made here exists when the caller's transaction commits.
   */
  get(tx: TenantTx, purpose: SecretPurpose): Promise<SecretKeys>
}
