import { isIPv6 } from 'node:net'

/**
 * The network that an address belongs to: /24 of IPv4, /64 of IPv6 (one household or phone has a whole /64).
 * IPv4 written inside IPv6 counts as IPv4.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  const plain = mapped ? mapped[1]! : address
  if (!isIPv6(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0`
  return `${expand(plain).slice(0, 4).join(':')}::`
}

function expand(address: string): string[] {
  const [head = '', tail] = address.split('%')[0]!.split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const missing = tail === undefined ? 0 : 8 - front.length - back.length
  return [...front, ...Array<string>(Math.max(missing, 0)).fill('0'), ...back].map(group =>
    Number.parseInt(group, 16).toString(16),
  )
}
