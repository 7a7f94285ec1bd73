// Files of each format that people upload, as small as they can be, with a text in a known part.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import { zip } from "../../../build/zip.mjs";
import { tempFolder } from "./temp.ts";

export interface Made {
  readonly name: string;
  readonly type: string;
  /** The words for the part in which the text is, in Dutch. */
  readonly where: RegExp;
  readonly bytes: Buffer;
}

/** Makes a file that holds the text; pictures and PDF are made by the browser of the page. */
export type Make = (text: string, page: Page) => Promise<Made>;

const XML = '<?xml version="1.0" encoding="UTF-8"?>';
const OOXML = "application/vnd.openxmlformats-officedocument";
const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** A ZIP file of the parts, by their names. */
export async function archive(parts: Record<string, string | Buffer>): Promise<Buffer> {
  const folder = tempFolder("document");
  for (const [name, content] of Object.entries(parts)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return zip(folder);
}

const types = (parts: Record<string, string>): string =>
  `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${Object.entries(parts).map(([part, type]) => `<Override PartName="/${part}" ContentType="${OOXML}.${type}+xml"/>`).join("")}</Types>`;

const relations = (list: readonly (readonly [type: string, target: string])[]): string =>
  `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.map(([type, target], i) => `<Relationship Id="rId${i + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`).join("")}</Relationships>`;

const R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

async function docx(text: string): Promise<Made> {
  const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
  const paragraph = (t: string): string => `<w:p><w:r><w:t>${escaped(t)}</w:t></w:r></w:p>`;
  const bytes = await archive({
    "[Content_Types].xml": types({ "word/document.xml": "wordprocessingml.document.main", "word/comments.xml": "wordprocessingml.comments" }),
    "_rels/.rels": relations([["officeDocument", "word/document.xml"]]),
    "word/_rels/document.xml.rels": relations([["comments", "comments.xml"]]),
    "word/document.xml": `${XML}<w:document ${w}><w:body>${paragraph("Verslag")}</w:body></w:document>`,
    "word/comments.xml": `${XML}<w:comments ${w}><w:comment w:id="1" w:author="a">${paragraph(text)}</w:comment></w:comments>`,
  });
  return { name: "verslag.docx", type: `${OOXML}.wordprocessingml.document`, where: /opmerkingen/, bytes };
}

async function xlsx(text: string): Promise<Made> {
  const s = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const sheet = (t: string): string => `${XML}<worksheet ${s}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>${escaped(t)}</t></is></c></row></sheetData></worksheet>`;
  const bytes = await archive({
    "[Content_Types].xml": types({ "xl/workbook.xml": "spreadsheetml.sheet.main", "xl/worksheets/sheet1.xml": "spreadsheetml.worksheet", "xl/worksheets/sheet2.xml": "spreadsheetml.worksheet" }),
    "_rels/.rels": relations([["officeDocument", "xl/workbook.xml"]]),
    "xl/_rels/workbook.xml.rels": relations([["worksheet", "worksheets/sheet1.xml"], ["worksheet", "worksheets/sheet2.xml"]]),
    "xl/workbook.xml": `${XML}<workbook ${s} ${R}><sheets><sheet name="Een" sheetId="1" r:id="rId1"/><sheet name="Twee" sheetId="2" r:id="rId2"/></sheets></workbook>`,
    "xl/worksheets/sheet1.xml": sheet("Rooster"),
    "xl/worksheets/sheet2.xml": sheet(text),
  });
  return { name: "lijst.xlsx", type: `${OOXML}.spreadsheetml.sheet`, where: /werkblad 2/, bytes };
}

async function pptx(text: string): Promise<Made> {
  const p = `xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" ${R}`;
  const slide = (t: string): string => `${XML}<p:sld ${p}><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>${escaped(t)}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>`;
  const bytes = await archive({
    "[Content_Types].xml": types({ "ppt/presentation.xml": "presentationml.presentation.main", "ppt/slides/slide1.xml": "presentationml.slide", "ppt/slides/slide2.xml": "presentationml.slide" }),
    "_rels/.rels": relations([["officeDocument", "ppt/presentation.xml"]]),
    "ppt/_rels/presentation.xml.rels": relations([["slide", "slides/slide1.xml"], ["slide", "slides/slide2.xml"]]),
    "ppt/presentation.xml": `${XML}<p:presentation ${p}><p:sldIdLst><p:sldId id="256" r:id="rId1"/><p:sldId id="257" r:id="rId2"/></p:sldIdLst></p:presentation>`,
    "ppt/slides/slide1.xml": slide("Overdracht"),
    "ppt/slides/slide2.xml": slide(text),
  });
  return { name: "overdracht.pptx", type: `${OOXML}.presentationml.presentation`, where: /dia 2/, bytes };
}

async function odt(text: string): Promise<Made> {
  const type = "application/vnd.oasis.opendocument.text";
  const office = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"';
  const bytes = await archive({
    mimetype: type,
    "content.xml": `${XML}<office:document-content ${office}><office:body><office:text><text:p>${escaped(text)}</text:p></office:text></office:body></office:document-content>`,
  });
  return { name: "brief.odt", type, where: /in de tekst/, bytes };
}

async function pdf(text: string, page: Page): Promise<Made> {
  const maker = await page.context().newPage();
  await maker.setContent(`<p>Verslag</p><p style="break-before:page">${escaped(text)}</p>`);
  const bytes = await maker.pdf();
  await maker.close();
  return { name: "uitslag.pdf", type: "application/pdf", where: /bladzijde 2/, bytes };
}

async function png(text: string, page: Page): Promise<Made> {
  const maker = await page.context().newPage();
  await maker.setViewportSize({ width: 900, height: 160 });
  await maker.setContent(`<p style="font:32px sans-serif">${escaped(text)}</p>`);
  const bytes = await maker.screenshot();
  await maker.close();
  return { name: "schermafdruk.png", type: "image/png", where: /plaatje/, bytes };
}

const plain = (name: string, type: string): Make => async (text) => ({ name, type, where: /in de tekst/, bytes: Buffer.from(text) });

/** By format. */
export const DOCUMENTS: Record<string, Make> = {
  txt: plain("notitie.txt", "text/plain"),
  csv: async (text) => ({ ...(await plain("lijst.csv", "text/csv")(`naam;bsn\n${text.replace(/, BSN /, ";")}\n`, undefined as never)), where: /./ }),
  docx, xlsx, pptx, odt, pdf, png,
};

/** A small file that is a hundred megabytes once it is unpacked. */
export async function bomb(): Promise<Made> {
  const bytes = await archive({ "groot.txt": Buffer.alloc(100 << 20, "a ") });
  return { name: "groot.zip", type: "application/zip", where: /./, bytes };
}
