package extract_test

import (
	"image"
	"image/color"
	"os"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/extract"
)

// TestMain lets the test program be the child, as the service's own program is.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "extract" {
		os.Exit(extract.Child(os.Args[2:], os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}

func reader(t testing.TB) *extract.Reader {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return &extract.Reader{Program: program}
}

func TestAChildReadsWhatTheParentGivesIt(t *testing.T) {
	d := reader(t).Read(t.Context(), "brief.docx", docx(t))
	if d.Type != extract.Word || !strings.Contains(of(d, extract.Body), "111222333") || !strings.Contains(of(d, extract.FileName), "brief.docx") || len(d.Unread) > 0 {
		t.Errorf("%+v", d)
	}
}

func TestABombEndsInTimeAndMemory(t *testing.T) {
	pages := strings.Builder{}
	for range 10_000 {
		pages.WriteString("3 0 R ")
	}
	loop := pdfFile("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 3 0 R] >>",
		"<< /Type /Page /Contents 5 0 R /Resources 7 0 R >>", "<<>>", stream("", "/A Do /A Do /A Do /A Do"), "<<>>",
		"<< /XObject << /A 8 0 R >> >>", stream("/Subtype /Form", strings.Repeat("/A Do ", 1000)))
	forms := []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] >>", "<< /Type /Page /Contents 5 0 R /Resources << /XObject << /X 6 0 R >> >> >>", "<<>>", stream("", "/X Do")}
	for i := range 11 { // each draws the next one ten times
		forms = append(forms, stream("/Subtype /Form /Resources << /XObject << /X "+string(rune('0'+(i+7)/10))+string(rune('0'+(i+7)%10))+" 0 R >> >>", strings.Repeat("/X Do ", 10)))
	}
	for name, data := range map[string][]byte{
		"a document of 300 MB":                zipped(t, "word/document.xml", "<w:p><w:t>"+bomb(300<<20)+"</w:t></w:p>"),
		"300 MB of attributes":                zipped(t, "word/document.xml", `<w:p a="`+bomb(300<<20)+`"/>`),
		"a million attributes":                zipped(t, "word/document.xml", `<w:p `+strings.Repeat(`a="b" `, 20_000_000)+`/>`),
		"a table of 200 MB of texts":          zipped(t, "xl/workbook.xml", "<workbook/>", "xl/sharedStrings.xml", "<sst>"+strings.Repeat("<si><t/></si>", 15_000_000)+"</sst>"),
		"PDF forms that draw 10^11 forms":     pdfFile(forms...),
		"PDF that unpacks to 300 MB":          onePage(bomb(300 << 20)),
		"a PDF that is one array":             append([]byte("%PDF-1.7\n1 0 obj\n"), []byte(strings.Repeat("[", 9<<20))...),
		"ten million entries in one PDF list": append([]byte("%PDF-1.7\n1 0 obj\n["), []byte(strings.Repeat("1 ", 4<<20))...),
	} {
		start := time.Now()
		d := reader(t).Read(t.Context(), "", data)
		if took := time.Since(start); took > 8*time.Second {
			t.Errorf("%s took %v", name, took)
		}
		if len(d.Unread) == 0 {
			t.Errorf("%s counts as read", name)
		}
	}
	// One that draws itself is drawn once.
	if d := reader(t).Read(t.Context(), "", loop); len(d.Unread) > 0 {
		t.Errorf("a page tree and a form that lead to themselves: %v", d.Unread)
	}
}

func TestAPictureIsReadOrNamed(t *testing.T) {
	r := reader(t)
	if d := r.Read(t.Context(), "foto.png", drawing(t, 300, 200)); len(d.Unread) != 1 || d.Unread[0].Reason != extract.NoImageText {
		t.Errorf("without a reader of pictures: %v", d.Unread)
	}
	if d := r.Read(t.Context(), "", docx(t, "word/media/image1.png", string(drawing(t, 300, 200)))); len(d.Unread) != 1 || len(d.Parts) == 0 {
		t.Errorf("in a document: %v", d.Unread)
	}
	if d := r.Read(t.Context(), "", docx(t, "word/media/image1.png", string(drawing(t, 12, 12)))); len(d.Unread) != 0 {
		t.Errorf("an icon: %v", d.Unread)
	}
	found := extract.FindPictures(t.Context())
	if found == nil {
		t.Fatal("tesseract with the languages nld and eng is missing: .ci/setup test-tools brings it in")
	}
	r.Pictures = func() *extract.Pictures { return found }
	d := r.Read(t.Context(), "foto.png", written(t, "BSN 111222333"))
	if got := of(d, extract.Picture); !strings.Contains(got, "111222333") || len(d.Unread) > 0 {
		t.Errorf("the picture says %q, not read: %v", got, d.Unread)
	}
}

// Letters of five by seven dots.
var letters = map[rune][7]string{
	'B': {"####.", "#...#", "#...#", "####.", "#...#", "#...#", "####."}, 'S': {".####", "#....", "#....", ".###.", "....#", "....#", "####."},
	'N': {"#...#", "##..#", "#.#.#", "#.#.#", "#..##", "#...#", "#...#"}, '1': {"..#..", ".##..", "..#..", "..#..", "..#..", "..#..", ".###."},
	'2': {".###.", "#...#", "....#", "...#.", "..#..", ".#...", "#####"}, '3': {".###.", "#...#", "....#", "..##.", "....#", "#...#", ".###."}, ' ': {},
}

// written is a picture of a word in large dots.
func written(t *testing.T, word string) []byte {
	t.Helper()
	const dot = 6
	m := image.NewGray(image.Rect(0, 0, (len(word)*6+8)*dot, 16*dot))
	for i := range m.Pix {
		m.Pix[i] = 0xff
	}
	for i, c := range word {
		for y, row := range letters[c] {
			for x, mark := range row {
				if mark != '#' {
					continue
				}
				for dy := range dot {
					for dx := range dot {
						m.SetGray((4+6*i+x)*dot+dx, (4+y)*dot+dy, color.Gray{})
					}
				}
			}
		}
	}
	return encoded(t, m)
}
