/** Where and as whom to connect. Made by {@link import('./connection-string.ts').parseConnectionString} or by hand. */
export interface ConnectionSettings {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: string
  /** `verify-full` checks the certificate against `serverName`; `disable` is for loopback and private networks. */
  readonly tls?: {
    readonly mode: 'disable' | 'verify-full'
    readonly serverName?: string
    readonly ca?: string
  }
  readonly applicationName?: string
}
