package render

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// The parts of a workbook that do not depend on its content (ECMA-376 part 1).
// Formulas do not occur: texts are inline strings, which a spreadsheet shows as they
// are.
const (
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	xlsxMain  = `http://schemas.openxmlformats.org/spreadsheetml/2006/main`
	xlsxRel   = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	xlsxPack  = `http://schemas.openxmlformats.org/package/2006/relationships`
	xlsxTypes = `http://schemas.openxmlformats.org/package/2006/content-types`
	xlsxRoot  = xmlHead + `<Relationships xmlns="` + xlsxPack + `"><Relationship Id="rId1" Type="` + xlsxRel + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	// Style 1 is the bold head.
	xlsxStyles = xmlHead + `<styleSheet xmlns="` + xlsxMain + `"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>` +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
)

// XLSX writes a workbook with one sheet for each table.
func XLSX(w io.Writer, sheets []Sheet, made time.Time) error {
	archive := zip.NewWriter(w)
	var failed error
	part := func(name, content string) {
		file, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: made.UTC()})
		if err == nil && failed == nil {
			_, err = io.WriteString(file, content)
		}
		if failed == nil {
			failed = err
		}
	}
	var types, book, relations strings.Builder
	for i, s := range sheets {
		n := strconv.Itoa(i + 1)
		types.WriteString(`<Override PartName="/xl/worksheets/sheet` + n + `.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`)
		book.WriteString(`<sheet name="` + escape(s.Name) + `" sheetId="` + n + `" r:id="rId` + n + `"/>`)
		relations.WriteString(`<Relationship Id="rId` + n + `" Type="` + xlsxRel + `/worksheet" Target="worksheets/sheet` + n + `.xml"/>`)
	}
	part("[Content_Types].xml", xmlHead+`<Types xmlns="`+xlsxTypes+`"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`+
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>`+types.String()+`</Types>`)
	part("_rels/.rels", xlsxRoot)
	part("xl/workbook.xml", xmlHead+`<workbook xmlns="`+xlsxMain+`" xmlns:r="`+xlsxRel+`"><sheets>`+book.String()+`</sheets></workbook>`)
	part("xl/_rels/workbook.xml.rels", xmlHead+`<Relationships xmlns="`+xlsxPack+`">`+relations.String()+`<Relationship Id="rIdStyles" Type="`+xlsxRel+`/styles" Target="styles.xml"/></Relationships>`)
	part("xl/styles.xml", xlsxStyles)
	for i, s := range sheets {
		part("xl/worksheets/sheet"+strconv.Itoa(i+1)+".xml", s.xlsx())
	}
	if failed == nil {
		failed = archive.Close()
	}
	if failed != nil {
		return fmt.Errorf("write xlsx: %w", failed)
	}
	return nil
}

func (s Sheet) xlsx() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<worksheet xmlns="` + xlsxMain + `"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`)
	for i := range s.Header {
		n := strconv.Itoa(i + 1)
		b.WriteString(`<col min="` + n + `" max="` + n + `" width="` + strconv.Itoa(s.width(i)) + `" customWidth="1"/>`)
	}
	b.WriteString(`</cols><sheetData>`)
	head := make([]any, len(s.Header))
	for i, h := range s.Header {
		head[i] = h
	}
	writeRow(&b, 1, head, ` s="1"`)
	for i, row := range s.Rows {
		writeRow(&b, i+2, row, "")
	}
	b.WriteString(`</sheetData></worksheet>`)
	return b.String()
}

// width is that of the widest cell, in characters.
func (s Sheet) width(column int) int {
	widest := utf8.RuneCountInString(s.Header[column])
	for _, row := range s.Rows {
		if column < len(row) {
			widest = max(widest, utf8.RuneCountInString(cellText(row[column], ".")))
		}
	}
	return min(max(widest+2, 8), 60)
}

func writeRow(b *strings.Builder, n int, cells []any, style string) {
	row := strconv.Itoa(n)
	b.WriteString(`<row r="` + row + `">`)
	for i, v := range cells {
		at := ` r="` + columnName(i) + row + `"` + style
		if text, ok := v.(string); ok {
			b.WriteString(`<c` + at + ` t="inlineStr"><is><t xml:space="preserve">` + escape(Inert(text)) + `</t></is></c>`)
			continue
		}
		b.WriteString(`<c` + at + `><v>` + cellText(v, ".") + `</v></c>`)
	}
	b.WriteString(`</row>`)
}

// columnName is A to Z, AA and on.
func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// escape writes text for XML; what XML cannot hold becomes U+FFFD.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a builder takes everything
	return b.String()
}
