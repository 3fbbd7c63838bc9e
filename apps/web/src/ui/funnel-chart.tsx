import { Box, Group, Stack, Text } from '@mantine/core'
import { formatNumber, formatShare } from '../format.ts'
import { texts } from '../texts.ts'
import classes from './funnel-chart.module.css'

export interface FunnelStep {
  label: string
  value: number
}

/**
 * Steps of which each is a part of the one before, as bars with their figures. A list for those who hear it: the
 * bars say nothing that the words do not.
 */
export function FunnelChart({ label, steps }: { label: string; steps: readonly FunnelStep[] }) {
  const whole = steps[0]?.value ?? 0
  return (
    <Stack component="ol" gap="md" className={classes.list} aria-label={label}>
      {steps.map(({ label, value }, index) => {
        const before = steps[index - 1]
        return (
          <Box component="li" key={label}>
            <Group justify="space-between" align="baseline" gap="xs" mb={6}>
              <Text fw={600} size="sm">
                {label}
              </Text>
              <Text size="sm" c="dimmed" className="figures">
                <Text span fw={700} fz="lg" c="var(--mantine-color-text)" mr={before ? 8 : 0}>
                  {formatNumber(value)}
                </Text>
                {before && formatShare(value, whole)}
              </Text>
            </Group>
            <Box className={classes.track} aria-hidden>
              <Box
                className={classes.bar}
                data-step={index}
                style={{ width: `${barWidth(value, whole)}%` }}
              />
            </Box>
            {before && index > 1 && (
              <Text size="xs" c="dimmed" mt={4}>
                {texts.campaigns.results.ofPrevious(formatShare(value, before.value))}
              </Text>
            )}
          </Box>
        )
      })}
    </Stack>
  )
}

/** A step that is there is seen, however small its part. */
function barWidth(value: number, whole: number): number {
  return value === 0 || whole === 0 ? 0 : Math.max(0.6, (value / whole) * 100)
}
