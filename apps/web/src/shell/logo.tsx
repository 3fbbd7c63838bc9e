import { Group, Text } from '@mantine/core'
import { texts } from '../texts.ts'

/** The mark: a letter, closed. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#2b4fc7" />
      <rect x="7" y="9" width="18" height="14" rx="2.5" fill="#fff" />
      <path
        d="m8.500 11.500 7.500 6 7.500-6"
        fill="none"
        stroke="#2b4fc7"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}

export function Logo() {
  return (
    <Group gap={10} wrap="nowrap">
      <Mark />
      <Text fw={700} fz={17} lts="-0.01em">
        {texts.product}
      </Text>
    </Group>
  )
}
