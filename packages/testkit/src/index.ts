export { openTestDatabases, type TestDatabases } from './test-database.ts'
export { CONTROL_TEMPLATE, ROLE_PREFIX, TENANT_TEMPLATE, type TestServer } from './test-server.ts'
