import { proveByTests, type Report } from '../guarantee.ts'

export const name = 'rotation'
export const about =
  'Key rotation killed at 200 points: every credential readable throughout, the old key at zero afterwards'

export async function run(report: Report): Promise<void> {
  await proveByTests(report, {
    what: 'rotation killed, resumed',
    file: 'packages/tenant-router/src/crypto/rotation.test.ts',
    title: 'rotation killed anywhere',
    runs: 200,
    unit: 'kills',
    seed: 'fixed moments',
  })
  await proveByTests(report, {
    what: 'ciphertext moved to another place, row or key: refused',
    file: 'packages/tenant-router/src/crypto/envelope.test.ts',
    title: 'whatever is moved',
    runs: 10_000,
    unit: 'pairs',
    seed: '17',
  })
}
