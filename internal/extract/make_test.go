package extract_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"
)

// zipped is an archive of the files, given as name and content in turn.
func zipped(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i+1 < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err == nil {
			_, err = f.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const wordXML = `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="w" xmlns:wp="wp" xmlns:mc="mc"><w:body>
<w:p><w:r><w:t>Betreft: mevrouw </w:t></w:r><w:r><w:t>Jansen</w:t></w:r></w:p>
<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>verborgen woord</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>BSN</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>111222333</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:del w:author="A. de Boer"><w:r><w:delText>geschrapte zin</w:delText></w:r></w:del><w:ins><w:r><w:t>nieuwe zin</w:t></w:r></w:ins></w:p>
<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>tekstvak</w:t></w:r></w:p></mc:Choice><mc:Fallback><w:p><w:r><w:t>tekstvak</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>
<w:p><w:r><wp:docPr descr="foto van de heer Pietersen"/></w:r></w:p>
</w:body></w:document>`

func docx(t testing.TB, more ...string) []byte {
	return zipped(t, append([]string{
		"[Content_Types].xml", "<Types/>",
		"word/document.xml", wordXML,
		"word/header1.xml", `<w:hdr xmlns:w="w"><w:p><w:r><w:t>kopregel</w:t></w:r></w:p></w:hdr>`,
		"word/footnotes.xml", `<w:footnotes xmlns:w="w"><w:p><w:r><w:t>voetnoot</w:t></w:r></w:p></w:footnotes>`,
		"word/comments.xml", `<w:comments xmlns:w="w"><w:comment w:author="K. Bakker"><w:p><w:r><w:t>opmerking</w:t></w:r></w:p></w:comment></w:comments>`,
		"word/_rels/document.xml.rels", `<Relationships><Relationship Id="r1" TargetMode="External" Target="mailto:jan%40zorg.nl"/></Relationships>`,
		"docProps/core.xml", `<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>Dr. Visser</dc:creator><dc:title>Ontslagbrief</dc:title></cp:coreProperties>`,
	}, more...)...)
}

func xlsx(t testing.TB) []byte {
	return zipped(t,
		"xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="Patiënten" sheetId="1" r:id="a"/><sheet name="Oud" state="hidden" r:id="b"/></sheets><definedNames><definedName name="lijst">Patiënten!$A$1</definedName></definedNames></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/><Relationship Id="b" Target="/xl/worksheets/sheet2.xml"/></Relationships>`,
		"xl/sharedStrings.xml", `<sst><si><t>Naam</t></si><si><r><t>Jan </t></r><r><t>de Vries</t></r></si><si><t>Geboren</t></si></sst>`,
		"xl/styles.xml", `<styleSheet><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml", `<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>2</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" s="1"><v>29221</v></c><c r="C2"><v>1.11222333E8</v></c></row><row r="3" hidden="1"><c r="A3" t="inlineStr"><is><t>weggelaten rij</t></is></c></row></sheetData><headerFooter><oddHeader>afdeling 3B</oddHeader></headerFooter></worksheet>`,
		"xl/worksheets/sheet2.xml", `<worksheet><sheetData><row><c t="str"><v>oude lijst</v></c></row></sheetData></worksheet>`,
		"xl/comments1.xml", `<comments><authors><author>K. Bakker</author></authors><commentList><comment><text><r><t>nabellen</t></r></text></comment></commentList></comments>`,
		"docProps/app.xml", `<Properties><Company>Ziekenhuis Noord</Company></Properties>`,
	)
}

func pptx(t testing.TB) []byte {
	slide := func(show, text string) string {
		return `<p:sld xmlns:p="p" xmlns:a="a"` + show + `><a:p><a:r><a:t>` + text + `</a:t></a:r></a:p></p:sld>`
	}
	return zipped(t,
		"ppt/presentation.xml", `<p:presentation/>`,
		"ppt/slides/slide1.xml", slide("", "eerste dia"),
		"ppt/slides/slide2.xml", slide(` show="0"`, "verborgen dia"),
		"ppt/notesSlides/notesSlide7.xml", `<p:notes xmlns:a="a"><a:p><a:r><a:t>notitie</a:t></a:r></a:p></p:notes>`,
		"ppt/notesSlides/_rels/notesSlide7.xml.rels", `<Relationships><Relationship Id="x" Target="../slides/slide1.xml"/></Relationships>`,
		"ppt/comments/comment1.xml", `<p:cmLst xmlns:p="p"><p:cm><p:text><a:t>bespreken</a:t></p:text></p:cm></p:cmLst>`,
	)
}

func odt(t testing.TB, kind, body string) []byte {
	return zipped(t,
		"mimetype", "application/vnd.oasis.opendocument."+kind,
		"content.xml", `<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:draw="d" xmlns:svg="s" xmlns:presentation="p" xmlns:dc="c"><office:body>`+body+`</office:body></office:document-content>`,
		"styles.xml", `<office:document-styles xmlns:office="o" xmlns:text="t" xmlns:style="s"><style:style><text:p>geen tekst</text:p></style:style><style:master-page><style:header><text:p>koptekst</text:p></style:header></style:master-page></office:document-styles>`,
		"meta.xml", `<office:meta xmlns:office="o" xmlns:dc="c"><dc:creator>Dr. Visser</dc:creator></office:meta>`,
		"META-INF/manifest.xml", `<m/>`,
	)
}

// pdfFile writes objects, numbered from 1; the first is the catalogue.
func pdfFile(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	for i, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	b.WriteString("trailer\n<< /Root 1 0 R /Info 4 0 R >>\nstartxref\n0\n%%EOF\n")
	return b.Bytes()
}

func stream(dict, data string) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", dict, len(data), data)
}

func deflated(data string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(data)) // a bytes.Buffer takes everything
	_ = w.Close()
	return b.String()
}

const letter = `BT /F1 12 Tf 72 700 Td (Betreft: mevr. Jansen) Tj 0 -14 Td [(B) -20 (SN) -400 (111222333)] TJ T* 0 -14 Td (caf\351) Tj ET`

func onePage(content string, more ...string) []byte {
	return pdfFile(append([]string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /Font << /F1 6 0 R >> /XObject << /X 7 0 R >> >> /Annots [8 0 R] >>",
		`<< /Author (Dr. Visser) /Title <FEFF004F006E00740073006C00610067> >>`,
		stream("/Filter /FlateDecode", deflated(content)),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
	}, more...)...)
}

func drawing(t testing.TB, width, height int) []byte {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, width, height))
	for i := range m.Pix {
		m.Pix[i] = 0xff
	}
	return encoded(t, m)
}

func encoded(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const mailFile = "From: =?utf-8?q?Jan_de_Vri=C3=ABs?= <jan@zorg.nl>\r\nTo: piet@zorg.nl\r\nMessage-ID: <1@x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
	"--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nBeste Piet, caf=C3=A9\r\n" +
	"--b\r\nContent-Type: text/html\r\n\r\n<p>opgemaakt</p>\r\n" +
	"--b\r\nContent-Type: application/octet-stream; name=brief.txt\r\nContent-Transfer-Encoding: base64\r\n\r\nYmlqbGFnZSBtZXQgdGVrc3Q=\r\n--b--\r\n"

const rtfFile = `{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\info{\author Dr. Visser}{\title Brief}}\f0 Betreft mevr. Jans\'e9n\par BSN\cell 111222333\row{\v geheim stuk}{\deleted geschrapt}{\*\onbekend weg}\u8364?5{\header boven}}`

const htmlFile = `<!DOCTYPE html><html><head><title>Dossier</title><style>p{}</style><script>var naam="Jansen"</script></head><body><!-- intern --><table><tr><td>BSN</td><td>111222333</td></tr></table><img alt="foto Pietersen"><a href="mailto:jan%40zorg.nl">mail</a><input value="ingevuld"> 3 < 5 &amp; klaar</body></html>`

// bomb is far larger unpacked than packed.
func bomb(n int) string { return strings.Repeat("0", n) }
