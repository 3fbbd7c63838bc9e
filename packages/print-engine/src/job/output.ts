import { embedFont } from '../fonts/embed.ts'
import { fontName } from '../pdf/resources.ts'
import { textString } from '../pdf/syntax.ts'
import { PdfWriter, type Sink } from '../pdf/writer.ts'
import { ENGINE_NAME } from '../version.ts'
import type { Compiled } from './compile.ts'
import type { ComposedRecord } from './compose.ts'

/** Children of a node of the page tree. */
const FAN_OUT = 100

/** One PDF file that composed records are written to in order. */
export class PdfOutput {
  private readonly writer: PdfWriter
  private readonly compiled: Compiled
  private readonly root: number
  private readonly leaves: { number: number; count: number }[] = []
  private kids: number[] = []
  private leaf = 0
  pages = 0

  constructor(compiled: Compiled, sink: Sink) {
    this.compiled = compiled
    this.writer = new PdfWriter(sink)
    this.root = this.writer.allocate()
  }

  get bytes(): number {
    return this.writer.length
  }

  /** Writes the pages of one record; waits while the sink is busy. */
  add(record: ComposedRecord): Promise<void> {
    for (const page of record.pages) {
      for (const resource of page.resources) this.writer.resource(resource)
      const content = this.writer.allocate()
      this.writer.stream(content, '', page.content)
      this.page(content, this.writer.shared(page.dictionary))
    }
    return this.writer.drain()
  }

  private page(content: number, resources: number): void {
    if (this.kids.length === 0) this.leaf = this.writer.allocate()
    const number = this.writer.allocate()
    const { boxes } = this.compiled.geometry
    this.writer.object(
      number,
      `<</Type/Page/Parent ${this.leaf} 0 R${boxes}/Resources ${resources} 0 R/Contents ${content} 0 R>>`,
    )
    this.kids.push(number)
    this.pages++
    if (this.kids.length === FAN_OUT) this.closeLeaf()
  }

  private closeLeaf(): void {
    if (this.kids.length === 0) return
    const parent = Math.floor(this.leaves.length / FAN_OUT)
    this.leaves.push({ number: this.leaf, count: this.kids.length })
    const kids = this.kids.map(kid => `${kid} 0 R`).join(' ')
    this.writer.object(
      this.leaf,
      `<</Type/Pages/Parent ${this.branch(parent)} 0 R/Count ${this.kids.length}/Kids[${kids}]>>`,
    )
    this.kids = []
  }

  private readonly branches: number[] = []

  private branch(index: number): number {
    let number = this.branches[index]
    if (number === undefined) {
      number = this.writer.allocate()
      this.branches[index] = number
    }
    return number
  }

  /** Writes fonts, page tree, metadata and the end of the file. */
  async finish(): Promise<void> {
    const { writer, root } = this
    this.closeLeaf()
    this.branches.forEach((number, i) => {
      const leaves = this.leaves.slice(i * FAN_OUT, (i + 1) * FAN_OUT)
      const count = leaves.reduce((sum, leaf) => sum + leaf.count, 0)
      const kids = leaves.map(leaf => `${leaf.number} 0 R`).join(' ')
      writer.object(number, `<</Type/Pages/Parent ${root} 0 R/Count ${count}/Kids[${kids}]>>`)
    })
    const kids = this.branches.map(number => `${number} 0 R`).join(' ')
    writer.object(root, `<</Type/Pages/Count ${this.pages}/Kids[${kids}]>>`)
    for (const face of this.compiled.fonts.usedFaces()) {
      // Fonts that only skipped records drew with are named by no page.
      writer.font(fontName(face.index))
      embedFont(face, writer)
    }
    const metadata = writer.allocate()
    writer.encoded(metadata, '/Type/Metadata/Subtype/XML', Buffer.from(xmp(), 'utf8'))
    const catalog = writer.allocate()
    writer.object(catalog, `<</Type/Catalog/Pages ${root} 0 R/Metadata ${metadata} 0 R>>`)
    const info = writer.allocate()
    const title = this.compiled.design.document.name
    writer.object(
      info,
      `<<${title ? `/Title ${textString(title)}` : ''}/Producer ${textString(ENGINE_NAME)}/Creator ${textString(ENGINE_NAME)}/Trapped/False>>`,
    )
    await writer.finish(catalog, info)
  }
}

function xmp(): string {
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 pdf:Producer="${ENGINE_NAME}" pdf:Trapped="False" xmp:CreatorTool="${ENGINE_NAME}"/>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`
}
