import { lookup } from 'node:dns/promises'
import ipaddr from 'ipaddr.js'
import { RouterError } from '../errors.ts'

/** Resolves a name to all its addresses. */
export type Resolve = (host: string) => Promise<readonly string[]>

export interface AddressGuardOptions {
  /** CIDR ranges that the operator allows although they are not public, such as `10.20.0.0/16`. */
  readonly allowRanges?: readonly string[]
  /** For tests. */
  readonly resolve?: Resolve
}

const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Resolves a host that a tenant named, once, and gives the address to connect to; the caller connects to that address,
 * so that a second answer of the name server changes nothing. Every address of the name must be public unicast or in
 * an allowed range: loopback, private, link-local (metadata services), CGNAT, NAT64 and mapped ones are not.
 * @throws {RouterError} `address_refused`; the message does not tell what the name resolved to
 */
export async function guardedAddress(host: string, options: AddressGuardOptions = {}): Promise<string> {
  const addresses = ipaddr.isValid(host)
    ? [host]
    : await (options.resolve ?? resolveAll)(host).catch(() => [])
  const [first] = addresses
  if (first === undefined || !addresses.every(address => isAllowed(address, options.allowRanges ?? [])))
    throw new RouterError(
      'address_refused',
      'the host does not resolve to a public address that this installation may connect to',
    )
  return first
}

async function resolveAll(host: string): Promise<string[]> {
  return (await lookup(host, { all: true, verbatim: true })).map(entry => entry.address)
}

function isAllowed(text: string, ranges: readonly string[]): boolean {
  if (!ipaddr.isValid(text) || text.includes('%')) return false
  // An IPv4 address inside an IPv6 one is judged as what it is.
  const address = ipaddr.process(text)
  const isPublic =
    address.range() === 'unicast' && (address instanceof ipaddr.IPv4 || address.match(GLOBAL_V6))
  return isPublic || ranges.some(range => inRange(address, range))
}

function inRange(address: ipaddr.IPv4 | ipaddr.IPv6, range: string): boolean {
  const [network, bits] = ipaddr.parseCIDR(range)
  return address.kind() === network.kind() && address.match(network, bits)
}
