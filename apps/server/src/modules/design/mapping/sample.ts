import type { DataRecord } from '@lettershop/print-engine'

/** A person who does not exist, for pictures of a design that nobody has been chosen for. */
const SAMPLES: Readonly<Record<string, string>> = {
  first_name: 'Alex',
  last_name: 'Morgan',
  full_name: 'Alex Morgan',
  name: 'Alex Morgan',
  company: 'Morgan & Daughters',
  email: 'alex@example.com',
  phone: '(555) 010-0199',
  address_line1: '12 Garden Lane',
  address_line2: '',
  city: 'Springfield',
  state: 'MA',
  postal_code: '01101',
  country: 'US',
  tracking_code: 'SAMPLE',
}

/**
 * Values to show a design with: invented ones for what every list has, the default of the design where it has one,
 * the variable's own name in words for the rest.
 * @param required variables that have no default in the design
 */
export function sampleValues(
  variables: readonly string[],
  required: readonly string[],
  publicUrl: string,
): DataRecord {
  const values: Record<string, string> = {}
  for (const name of variables) {
    const invented = Object.hasOwn(SAMPLES, name) ? SAMPLES[name] : undefined
    const sample = name === 'tracking_url' ? `${publicUrl}/R/SAMPLE` : invented
    if (sample !== undefined) values[name] = sample
    else if (required.includes(name)) values[name] = inWords(name)
  }
  return values
}

const inWords = (name: string) => {
  const words = name.replace(/_+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
