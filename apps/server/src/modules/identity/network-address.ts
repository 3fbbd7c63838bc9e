import { networkOf } from '#platform/http/network.ts'

/**
 * The part of an address that is kept beside a session: /24 of IPv4, /48 of IPv6. Enough for a person to know
 * "home" from "abroad" in the list of their sessions, too little to find a household.
 */
export function truncatedAddress(address: string): string {
  const network = networkOf(address)
  return network.includes(':') ? `${network.split(':').slice(0, 3).join(':')}::` : network
}
