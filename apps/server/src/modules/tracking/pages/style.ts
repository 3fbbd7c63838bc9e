import type { LandingPageTheme } from '@lettershop/contracts'

const FACES = {
  serif: `ui-serif,'Iowan Old Style',Palatino,Georgia,'Times New Roman',serif`,
  sans: `ui-sans-serif,system-ui,'Segoe UI',Roboto,Helvetica,Arial,sans-serif`,
} as const

export const DEFAULT_THEME: LandingPageTheme = { accent: '#2f5d3a', background: '#faf8f3', typeface: 'serif' }

/** The style of a page: phone first, one column, nothing loaded from anywhere. */
export function pageStyle({ accent, background, typeface }: LandingPageTheme): string {
  const dark = luminance(background) < 0.2
  const ink = dark ? '#f3f1ea' : '#22291f'
  const card = dark ? mix(background, '#ffffff', 0.08) : '#ffffff'
  const onAccent = luminance(accent) > 0.36 ? '#16210f' : '#ffffff'
  const readable = readableAccent(accent, dark)
  return `
:root{--accent:${accent};--on-accent:${onAccent};--link:${readable};--paper:${background};--ink:${ink};--soft:${mix(ink, background, 0.32)};--line:${mix(ink, background, 0.8)};--field:${mix(ink, background, 0.45)};--card:${card};--bad:${dark ? '#ffb4a6' : '#a3241b'}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;color-scheme:${dark ? 'dark' : 'light'}}
body{margin:0;display:flex;flex-direction:column;min-height:100svh;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 ${FACES.sans}}
main{flex:1;width:100%;max-width:40rem;margin:0 auto;padding-bottom:2.5rem}
h1,h2{font-family:${FACES[typeface]};font-weight:600;line-height:1.14;letter-spacing:-.012em;margin:0;text-wrap:balance}
h1{font-size:clamp(2.125rem,8.6vw,3.125rem)}
h2{font-size:1.625rem}
p{margin:0 0 1em;text-wrap:pretty;overflow-wrap:break-word}
p:last-child{margin-bottom:0}
section,.text{padding:0 1.375rem;margin-top:2rem}
h2+*{margin-top:.75rem}
img{display:block;width:100%;height:auto;background:var(--line)}
.hero{padding:0;margin-top:0}
.hero img{aspect-ratio:5/4;object-fit:cover}
.hero div{padding:1.75rem 1.375rem 0}
.hero p{font-size:1.1875rem;line-height:1.5;color:var(--soft);margin-top:.875rem}
.hero:not(:has(img)) div{padding-top:3.5rem}
figure{margin:2rem 0 0}
figcaption{padding:.625rem 1.375rem 0;font-size:.875rem;color:var(--soft)}
.offer{margin:2rem 1.375rem 0;padding:1.5rem 1.375rem;border:2px dashed var(--link);border-radius:1rem;background:var(--card);text-align:center}
.offer h2{color:var(--link)}
.code{display:inline-block;max-width:100%;margin:1rem 0 0;padding:.625rem 1.25rem;border-radius:.625rem;background:var(--accent);color:var(--on-accent);font:700 1.5rem/1.25 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;letter-spacing:.1em;overflow-wrap:anywhere;-webkit-user-select:all;user-select:all}
.note{margin-top:.875rem;font-size:.9375rem;color:var(--soft)}
.form{margin:2.25rem 1.375rem 0;padding:1.625rem 1.375rem 1.75rem;border-radius:1rem;background:var(--card);box-shadow:0 1px 2px rgb(0 0 0/.06),0 8px 28px rgb(0 0 0/.07)}
.field{margin-top:1.125rem}
label,.label{display:block;font-weight:600;font-size:1rem;line-height:1.35;margin-bottom:.375rem}
.optional{font-weight:400;color:var(--soft);font-size:.875rem}
input,select,textarea{width:100%;min-height:3rem;padding:.6875rem .875rem;border:1px solid var(--field);border-radius:.625rem;background:var(--paper);color:inherit;font:inherit}
textarea{min-height:6.5rem;resize:vertical}
.check{display:flex;gap:.75rem;align-items:flex-start}
.check input{flex:none;width:1.375rem;min-height:1.375rem;margin:.0625rem 0 0;accent-color:var(--accent)}
.check label{font-weight:400;margin:0}
[aria-invalid=true]{border-color:var(--bad);border-width:2px}
.error,.alert{color:var(--bad);font-size:.9375rem;margin:.375rem 0 0;font-weight:600}
.alert{padding:.75rem .875rem;border:1px solid currentColor;border-radius:.625rem;margin-top:1rem}
button,.button{display:block;width:100%;min-height:3.375rem;margin-top:1.5rem;padding:.875rem 1.5rem;border:0;border-radius:.75rem;background:var(--accent);color:var(--on-accent);font:600 1.125rem/1.4 ${FACES.sans};text-align:center;text-decoration:none;cursor:pointer}
button:hover,.button:hover{filter:brightness(1.1)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.trap{position:absolute;left:-9999px;width:1px;height:1px;overflow:hidden}
.thanks{padding-top:22svh;text-align:center}
.thanks svg{width:4rem;height:4rem;margin-bottom:1.25rem;color:var(--link)}
.thanks h1{margin-bottom:1rem}
.text:last-child{color:var(--soft);font-size:.9375rem}
footer{width:100%;max-width:40rem;margin:0 auto;padding:1.25rem 1.375rem 2.5rem;border-top:1px solid var(--line);color:var(--soft);font-size:.875rem}
@media(min-width:46rem){main{padding-top:2.5rem}.hero img,figure img{border-radius:1.125rem;aspect-ratio:16/9}.button{display:inline-block;width:auto}.form,.offer{padding:2rem}}
@media(prefers-reduced-motion:no-preference){button,.button{transition:filter .15s}}
@media print{.form,.button{display:none}}`.trim()
}

/** Relative luminance of a colour, WCAG 2.2. */
function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map(value => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

/** The accent as text on paper: darkened or lightened until it can be read. */
function readableAccent(accent: string, dark: boolean): string {
  const target = dark ? 0.35 : 0.16
  for (let share = 0; share <= 1; share += 0.1) {
    const tried = mix(accent, dark ? '#ffffff' : '#000000', share)
    if (dark ? luminance(tried) >= target : luminance(tried) <= target) return tried
  }
  return dark ? '#ffffff' : '#000000'
}

/** @param share of the second colour, 0 to 1 */
function mix(first: string, second: string, share: number): string {
  const other = channels(second)
  const mixed = channels(first).map((value, index) =>
    Math.round(value + ((other[index] ?? 0) - value) * share),
  )
  return `#${mixed.map(value => value.toString(16).padStart(2, '0')).join('')}`
}

const channels = (colour: string) => [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16))
