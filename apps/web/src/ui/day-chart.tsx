import { Box, Group, Table, Text, VisuallyHidden } from '@mantine/core'
import { formatNumber } from '../format.ts'
import classes from './day-chart.module.css'

interface DayChartProps {
  label: string
  /** Names of the values of each day. */
  series: readonly string[]
  days: readonly { label: string; values: readonly number[] }[]
}

const HEIGHT = 140
const GROUP = 40
/** Pixels of a day below which the chart scrolls. */
const NARROWEST = 14

/** Bars by day, drawn as plain SVG; the same figures as a table for those who cannot see them. */
export function DayChart({ label, series, days }: DayChartProps) {
  const most = Math.max(1, ...days.flatMap(day => day.values))
  const bar = (GROUP - 10) / series.length
  return (
    <Box component="figure" m={0}>
      <Group gap="md" mb="sm" aria-hidden>
        {series.map((name, index) => (
          <Group key={name} gap={6}>
            <Box className={classes.key} data-series={index} />
            <Text size="xs" c="dimmed">
              {name}
            </Text>
          </Group>
        ))}
      </Group>
      <Box className={classes.scroll} aria-hidden>
        <svg
          className={classes.chart}
          viewBox={`0 0 ${days.length * GROUP} ${HEIGHT}`}
          preserveAspectRatio="none"
          style={{ minWidth: days.length * NARROWEST }}
          role="presentation"
        >
          <line
            x1="0"
            x2={days.length * GROUP}
            y1={HEIGHT - 0.5}
            y2={HEIGHT - 0.5}
            className={classes.base}
          />
          {days.map((day, at) =>
            day.values.map((value, index) => {
              const height = (value / most) * (HEIGHT - 6)
              return (
                <rect
                  key={series[index]}
                  className={classes.bar}
                  data-series={index}
                  x={at * GROUP + 5 + index * bar}
                  y={HEIGHT - height}
                  width={bar - 2}
                  height={height}
                  rx="2"
                >
                  <title>{`${day.label}: ${formatNumber(value)} ${series[index]}`}</title>
                </rect>
              )
            }),
          )}
        </svg>
      </Box>
      <Group justify="space-between" mt={6} aria-hidden>
        <Text size="xs" c="dimmed">
          {days[0]?.label}
        </Text>
        {days.length > 1 && (
          <Text size="xs" c="dimmed">
            {days.at(-1)?.label}
          </Text>
        )}
      </Group>
      <VisuallyHidden>
        <Table>
          <caption>{label}</caption>
          <tbody>
            {days.map(day => (
              <tr key={day.label}>
                <th scope="row">{day.label}</th>
                {day.values.map((value, index) => (
                  <td key={series[index]}>{`${formatNumber(value)} ${series[index]}`}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      </VisuallyHidden>
    </Box>
  )
}
