import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

/** Writing ink: the one colour that says "this is the way on". */
const ink: MantineColorsTuple = [
  '#eef2ff',
  '#dde4fb',
  '#bac7f4',
  '#93a7ec',
  '#728be6',
  '#5c79e2',
  '#3f60d8',
  '#2b4fc7',
  '#2343ab',
  '#1b368c',
]

/** Greys of the dark look, as cool as the ink: Mantine's own are warmer. */
const dark: MantineColorsTuple = [
  '#e6e8ee',
  '#c3c8d3',
  '#a2a9b8',
  '#7b8394',
  '#3d424f',
  '#31353f',
  '#262a33',
  '#1b1d23',
  '#16181d',
  '#131519',
]

/** Look of every page. Components take their defaults here, not at each use. */
export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 6 },
  colors: { ink, dark },
  autoContrast: true,
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  // By name, not by `Modal.extend`: importing a component here would make every first page load it.
  components: {
    Button: { defaultProps: { size: 'sm' } },
    Badge: { defaultProps: { variant: 'light', size: 'md', tt: 'none', fw: 600 } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.45, blur: 2 } } },
    Table: { defaultProps: { verticalSpacing: 'sm', horizontalSpacing: 'md' } },
    TextInput: { defaultProps: { size: 'sm' } },
  },
})

/** Colours beyond Mantine's own: the page behind the cards, and greys that stay readable on it (4.5 to 1). */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#1b1e26',
    '--mantine-color-dimmed': '#5b6270',
    '--mantine-color-default-border': '#e1e4ea',
    // Words on tinted badges and notices: Mantine's own shades of these miss 4.5 to 1.
    '--mantine-color-yellow-light-color': '#734a00',
    '--mantine-color-teal-light-color': '#05614a',
    '--mantine-color-red-light-color': '#a61b1b',
    '--mantine-color-gray-light-color': '#454c58',
    '--mantine-color-ink-light-color': '#1f3f9f',
    '--ls-page': '#f6f7f9',
    '--ls-hover': '#f3f5f9',
    '--ls-mat': '#e9ecf1',
    '--ls-bar': 'var(--mantine-color-ink-7)',
    '--ls-bar-track': '#edf0f6',
  },
  dark: {
    '--mantine-color-body': '#1b1d23',
    '--mantine-color-text': '#e6e8ee',
    '--mantine-color-dimmed': '#a2a9b8',
    '--mantine-color-default-border': '#31353f',
    '--mantine-color-ink-light': 'rgb(92 121 226 / 18%)',
    '--mantine-color-ink-light-hover': 'rgb(92 121 226 / 24%)',
    '--mantine-color-ink-light-color': '#bac7f4',
    '--mantine-color-anchor': '#93a7ec',
    '--ls-page': '#131519',
    '--ls-hover': '#23262e',
    '--ls-mat': '#262a33',
    '--ls-bar': 'var(--mantine-color-ink-5)',
    '--ls-bar-track': '#282c36',
  },
})
