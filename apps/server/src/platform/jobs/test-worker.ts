import { createWorker } from './index.ts'
import { testJobs } from './test-jobs.ts'
import { openPlatform, type PlatformSpec } from './testing.ts'

/** A worker process for tests that kill it: `node test-worker.ts '<PlatformSpec as JSON>'`. Says `ready` when it takes jobs. */
const spec: PlatformSpec = JSON.parse(process.argv[2] ?? '')
const { services } = await openPlatform(spec)
const worker = createWorker({ services, definitions: testJobs, concurrency: 2, connection: spec.app })
await worker.start()
process.stdout.write('ready\n')
