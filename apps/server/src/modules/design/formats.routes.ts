import { PrintFormat } from '@lettershop/contracts'
import { FORMATS } from '@lettershop/print-engine'
import { z } from 'zod'
import { route } from '#platform/http/route.ts'

/** The formats that can be printed by name, with everything that a designer draws around the page. */
export const formatRoutes = [
  route({
    method: 'GET',
    path: '/v1/formats',
    operation: 'listFormats',
    tag: 'design',
    summary: 'Printed formats with bleed, safe zone, address zone and folds',
    access: 'public',
    answers: { 200: z.object({ data: z.array(PrintFormat) }) },
    async handle() {
      return { data: Object.values(FORMATS).map(format => ({ ...format, address: format.address ?? null })) }
    },
  }),
]
