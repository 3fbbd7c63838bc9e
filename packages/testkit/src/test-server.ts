/** What the global set-up tells every test file. */
export interface TestServer {
  readonly superuserUrl: string
  /** Of every role of the test installation. */
  readonly password: string
  /** Folder for what a test writes; removed afterwards. */
  readonly base: string
}

export const ROLE_PREFIX = 'lettershop'
export const CONTROL_TEMPLATE = 'template_control'
export const TENANT_TEMPLATE = 'template_tenant'
