interface Organization {
  readonly id: string
  readonly slug: string
  readonly name: string
}

interface TableLine {
  readonly name: string
  readonly estimate: number
  readonly about: string | null
}

export interface StudioPage {
  readonly token: string
  readonly organizations: readonly Organization[]
  readonly organization: Organization | undefined
  readonly tables: readonly TableLine[]
  readonly table: TableLine | undefined
  readonly rows: readonly Record<string, unknown>[] | undefined
  readonly offset: number
  readonly pageSize: number
}

const escapeHtml = (value: unknown) =>
  String(value).replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)

/** The one page of the studio: organizations above, tables at the side, rows in the middle. */
export function renderStudio(page: StudioPage): string {
  const link = (label: string, to: Record<string, string | number | undefined>, current = false) => {
    const query = new URLSearchParams({ token: page.token })
    for (const [name, value] of Object.entries({
      org: page.organization?.slug,
      table: page.table?.name,
      ...to,
    }))
      if (value !== undefined) query.set(name, String(value))
    return `<a${current ? ' aria-current="page"' : ''} href="?${escapeHtml(query)}">${escapeHtml(label)}</a>`
  }
  const organizations = page.organizations
    .map(one => link(one.name, { org: one.slug }, one === page.organization))
    .join(' ')
  const tables = page.tables
    .map(
      one =>
        `<li title="${escapeHtml(one.about ?? '')}">${link(one.name, { table: one.name, from: undefined }, one === page.table)}</li>`,
    )
    .join('')
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Lettershop studio</title><style>${STYLE}</style>
<header><b>Studio</b> (read only) ${organizations}</header><main><nav><ul>${tables}</ul></nav><section>${rowsOf(page, link)}</section></main></html>`
}

function rowsOf(
  page: StudioPage,
  link: (label: string, to: Record<string, string | number>) => string,
): string {
  if (!page.organization) return '<p>There is no organization yet. Run <code>npm start</code> first.</p>'
  if (!page.table || !page.rows) return '<p>Choose a table.</p>'
  const about = `<h1>${escapeHtml(page.table.name)}</h1><p>${escapeHtml(page.table.about ?? '')}</p>`
  if (page.rows.length === 0) return `${about}<p>No rows${page.offset > 0 ? ' beyond this one' : ''}.</p>`
  const names = Object.keys(page.rows[0] ?? {})
  const head = names.map(name => `<th>${escapeHtml(name)}</th>`).join('')
  const body = page.rows
    .map(row => `<tr>${names.map(name => `<td>${cell(row[name])}</td>`).join('')}</tr>`)
    .join('')
  const back = page.offset > 0 ? link('← newer', { from: Math.max(0, page.offset - page.pageSize) }) : ''
  const more =
    page.rows.length === page.pageSize ? link('older →', { from: page.offset + page.pageSize }) : ''
  return `${about}<p>${back} ${more}</p><div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`
}

function cell(value: unknown): string {
  if (value === null) return '<i>null</i>'
  const text = Buffer.isBuffer(value)
    ? `${value.length} bytes`
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value)
  return escapeHtml(text.length > 200 ? `${text.slice(0, 200)}…` : text)
}

const STYLE = `:root{color-scheme:light dark}body{margin:0;font:14px/1.5 system-ui,sans-serif}header{padding:.7rem 1rem;border-bottom:1px solid #8884}
header a{margin-left:1rem}main{display:flex}nav{flex:none;width:17rem;border-right:1px solid #8884;min-height:100vh}ul{list-style:none;margin:0;padding:.5rem 1rem}
section{flex:1;min-width:0;padding:0 1rem}.scroll{overflow:auto}table{border-collapse:collapse;font:12px/1.4 ui-monospace,monospace}
td,th{padding:.25rem .6rem;border-bottom:1px solid #8883;text-align:left;white-space:nowrap}i{opacity:.5}a{color:inherit}a[aria-current]{font-weight:700}`
