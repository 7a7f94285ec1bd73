package extract_test

import (
	"strings"
	"testing"

	"dijkwacht/internal/extract"
)

// of is the text of a kind.
func of(d extract.Document, kind extract.Kind) string {
	var b strings.Builder
	for _, p := range d.Parts {
		if p.Kind == kind {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestEachFormatIsReadWholly(t *testing.T) {
	for _, c := range []struct {
		name string
		data []byte
		is   extract.Type
		want map[extract.Kind]string // words, of which all must be there
	}{
		{"brief.docx", docx(t), extract.Word, map[extract.Kind]string{
			extract.Body: "mevrouw Jansen|BSN \t111222333|nieuwe zin|tekstvak", extract.Hidden: "verborgen woord", extract.Tracked: "geschrapte zin", extract.Headers: "kopregel",
			extract.Notes: "voetnoot", extract.Comments: "K. Bakker|opmerking", extract.Metadata: "Dr. Visser|Ontslagbrief|mailto:jan@zorg.nl", extract.AltText: "de heer Pietersen", extract.FileName: "brief.docx",
		}},
		{"lijst.xlsx", xlsx(t), extract.Sheet, map[extract.Kind]string{
			extract.Cells: "Patiënten|Naam\tGeboren|Jan de Vries\t01-01-1980\t111222333", extract.Hidden: "weggelaten rij|Oud|oude lijst", extract.Headers: "afdeling 3B", extract.Comments: "K. Bakker|nabellen", extract.Metadata: "Ziekenhuis Noord|lijst",
		}},
		{"dia.pptx", pptx(t), extract.Slides, map[extract.Kind]string{extract.Slide: "eerste dia", extract.Hidden: "verborgen dia", extract.Notes: "notitie", extract.Comments: "bespreken"}},
		{"brief.odt", odt(t, "text", `<office:text><text:tracked-changes><text:p>geschrapt</text:p></text:tracked-changes><text:p>Betreft<text:s text:c="2"/>Jansen</text:p><office:annotation><dc:creator>Bakker</dc:creator><text:p>nabellen</text:p></office:annotation><draw:frame><svg:desc>foto Pietersen</svg:desc></draw:frame></office:text>`), extract.ODT, map[extract.Kind]string{
			extract.Body: "Betreft  Jansen", extract.Tracked: "geschrapt", extract.Comments: "Bakker|nabellen", extract.AltText: "foto Pietersen", extract.Headers: "koptekst", extract.Metadata: "Dr. Visser",
		}},
		{"lijst.ods", odt(t, "spreadsheet", `<office:spreadsheet><table:table table:name="Blad"><table:table-row><table:table-cell><text:p>Jan</text:p></table:table-cell><table:table-cell><text:p>111222333</text:p></table:table-cell></table:table-row><table:table-row table:visibility="collapse"><table:table-cell><text:p>weg</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>`), extract.ODS, map[extract.Kind]string{
			extract.Cells: "Blad|Jan \t111222333", extract.Hidden: "weg",
		}},
		{"dia.odp", odt(t, "presentation", `<office:presentation><draw:page draw:name="een"><text:p>eerste</text:p><presentation:notes><text:p>notitie</text:p></presentation:notes></draw:page><draw:page><text:p>tweede</text:p></draw:page></office:presentation>`), extract.ODP, map[extract.Kind]string{extract.Slide: "een|eerste|tweede", extract.Notes: "notitie"}},
		{"brief.pdf", onePage(letter, "<<>>", "<< /Subtype /Text /Contents (opmerking) >>"), extract.PDF, map[extract.Kind]string{
			extract.Page: "Betreft: mevr. Jansen\nBSN 111222333\ncafé", extract.Metadata: "Dr. Visser|Ontslag", extract.Comments: "opmerking",
		}},
		{"bericht.eml", []byte(mailFile), extract.Mail, map[extract.Kind]string{extract.Headers: "Jan de Vriës|piet@zorg.nl", extract.Body: "Beste Piet, café|opgemaakt|bijlage met tekst", extract.FileName: "bericht.eml|brief.txt"}},
		{"brief.rtf", []byte(rtfFile), extract.RTF, map[extract.Kind]string{extract.Body: "Jansén|BSN\t111222333|€5", extract.Metadata: "Dr. Visser|Brief", extract.Hidden: "geheim stuk", extract.Tracked: "geschrapt", extract.Headers: "boven"}},
		{"pagina.html", []byte(htmlFile), extract.HTML, map[extract.Kind]string{extract.Body: "Dossier|BSN\t111222333|3 < 5 & klaar", extract.Hidden: "intern|Jansen", extract.AltText: "foto Pietersen", extract.Metadata: "mailto:jan@zorg.nl", extract.Form: "ingevuld"}},
		{"lijst.csv", []byte("naam;bsn\nJans\xe9n;111222333\n"), extract.CSV, map[extract.Kind]string{extract.Body: "Jansén;111222333"}},
		{"kaal", []byte("\xff\xfeJ\x00a\x00n\x00"), extract.Text, map[extract.Kind]string{extract.Body: "Jan"}},
		{"kaal", []byte("J\x00a\x00n\x00s\x00e\x00n\x00"), extract.Text, map[extract.Kind]string{extract.Body: "Jansen"}},
		{"alles.zip", zipped(t, "map/brief.docx", string(docx(t)), "Jan_Jansen.txt", "platte tekst"), extract.Zip, map[extract.Kind]string{extract.Body: "mevrouw Jansen|platte tekst", extract.FileName: "Jan Jansen.txt"}},
		// The content decides, not the name.
		{"foto.png", docx(t), extract.Word, map[extract.Kind]string{extract.Body: "Jansen"}},
	} {
		d := extract.Read(c.name, c.data)
		if d.Type != c.is {
			t.Errorf("%s is %s, want %s", c.name, d.Type, c.is)
		}
		if len(d.Unread) > 0 {
			t.Errorf("%s: not read: %v", c.name, d.Unread)
		}
		for kind, words := range c.want {
			for word := range strings.SplitSeq(words, "|") {
				if got := of(d, kind); !strings.Contains(got, word) {
					t.Errorf("%s: %q is not in %s: %q", c.name, word, kind, got)
				}
			}
		}
		if kinds := of(d, extract.Headers); strings.Contains(kinds, "geen tekst") {
			t.Errorf("%s: a style counts as text", c.name)
		}
	}
}

// oldOffice is a compound file with a stream of this name ([MS-CFB] 2.6.1), and text in UTF-16.
func oldOffice(stream string) []byte {
	b := []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600))
	for _, c := range stream + " BSN 111222333" {
		b = append(b, byte(c), 0)
	}
	return b
}

func TestWhatCannotBeReadIsNamed(t *testing.T) {
	locked := []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600) + "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")
	secret := zipped(t, "geheim.txt", "x")
	for i := range len(secret) - 10 {
		switch string(secret[i : i+4]) {
		case "PK\x03\x04":
			secret[i+6] |= 1
		case "PK\x01\x02":
			secret[i+8] |= 1
		}
	}
	deep := []byte("kern")
	for range 6 {
		deep = zipped(t, "binnen.zip", string(deep))
	}
	var many []string
	for range 5_100 {
		many = append(many, "a", "b")
	}
	for _, c := range []struct {
		name string
		data []byte
		want extract.Reason
	}{
		{"an Office document with a password", locked, extract.Encrypted},
		{"an archive with a password", secret, extract.Encrypted},
		{"an OpenDocument with a password", zipped(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "x", "META-INF/manifest.xml", `<m:encryption-data xmlns:m="m"/>`), extract.Encrypted},
		{"a PDF with a password", append(pdfFile("<<>>"), []byte("trailer << /Encrypt 9 0 R >>")...), extract.Encrypted},
		{"an old Word document (.doc)", oldOffice("WordDocument"), extract.UnknownType},
		{"an old workbook (.xls)", oldOffice("Workbook"), extract.UnknownType},
		{"an old presentation (.ppt)", oldOffice("PowerPoint Document"), extract.UnknownType},
		{"a program", []byte("\x7fELF\x02\x01\x01" + strings.Repeat("\x00\x01", 300)), extract.UnknownType},
		{"a broken document", docx(t)[:900], extract.Broken},
		{"a document of broken XML", zipped(t, "word/document.xml", "<w:p><w:t>half"), extract.Broken},
		{"a PDF without pages", pdfFile("<< /Type /Catalog >>"), extract.Broken},
		{"a picture", drawing(t, 300, 200), ""},
		{"a document that unpacks to 300 MB", zipped(t, "word/document.xml", "<w:p><w:t>"+bomb(300<<20)+"</w:t></w:p>"), extract.TooLarge},
		{"an archive in an archive, and so on", deep, extract.TooLarge},
		{"an archive of 5,000 files", zipped(t, many...), extract.TooLarge},
		{"XML that refers to its own entities", zipped(t, "word/document.xml", `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w:p><w:t>&b;</w:t></w:p>`), extract.Broken},
		{"XML that nests a thousand deep", zipped(t, "word/document.xml", strings.Repeat("<a>", 1000)), extract.TooLarge},
		{"RTF that nests a million deep", []byte(`{\rtf1` + strings.Repeat("{", 1_000_000)), extract.TooLarge},
		{"PDF that unpacks to 300 MB", onePage(bomb(300 << 20)), extract.TooLarge},
	} {
		d := extract.Read("", c.data)
		if c.want == "" {
			if len(d.Pictures) != 1 {
				t.Errorf("%s: %d pictures wait for a reader", c.name, len(d.Pictures))
			}
			continue
		}
		if len(d.Unread) == 0 || d.Unread[0].Reason != c.want {
			t.Errorf("%s: %v, want %s", c.name, d.Unread, c.want)
		}
	}
}
