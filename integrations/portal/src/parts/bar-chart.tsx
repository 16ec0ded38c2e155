import { Text } from '@mantine/core'

/** One bar: what it counts, and how many. */
export interface Bar {
  label: string
  value: number
}

interface BarChartProps {
  title: string
  bars: readonly Bar[]
}

const width = 320
const row = 26
const labelWidth = 150
const valueWidth = 36

/** Bars lying on each other, each with its number; for screen readers one sentence says all of them. */
export function BarChart({ title, bars }: BarChartProps) {
  const most = Math.max(1, ...bars.map(({ value }) => value))
  const room = width - labelWidth - valueWidth
  const spoken = bars.map(({ label, value }) => `${label}: ${value}`).join(', ')
  return (
    <figure className="chart">
      <Text component="figcaption" size="sm" fw={500} mb={4}>
        {title}
      </Text>
      <svg viewBox={`0 0 ${width} ${row * bars.length}`} role="img" aria-label={`${title}: ${spoken}`}>
        {bars.map(({ label, value }, at) => (
          <g key={label} transform={`translate(0 ${at * row})`} fontSize={12} fill="currentColor">
            <text x={0} y={17}>
              {label}
            </text>
            <rect x={labelWidth} y={5} width={(value / most) * room} height={16} rx={3} className="bar" />
            <text x={labelWidth + (value / most) * room + 6} y={17}>
              {value}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  )
}
