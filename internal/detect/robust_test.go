package detect_test

import (
	"bufio"
	"encoding/json"
	"io/fs"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/detect/detecttest"
	"dijkwacht/internal/rule"
	"dijkwacht/rules"
)

// texts reads the texts of the corpus and of the practice set.
func texts(t *testing.T) (out []string) {
	t.Helper()
	for _, set := range [...]string{"corpus", "practice"} {
		f, err := os.Open("testdata/" + set + "/dev.jsonl")
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var record struct {
				Text string `json:"text"`
			}
			if err := json.Unmarshal(lines.Bytes(), &record); err != nil {
				t.Fatal(err)
			}
			out = append(out, record.Text)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// holds checks what must be so for the findings of every text; a scan that panics or
// goes on for ever fails the test too.
func holds(t *testing.T, p *rule.Pack, s string) {
	t.Helper()
	r := detect.Scan(p, s)
	end := 0
	for _, f := range r.Findings {
		if f.Span.Start < end || f.Span.End <= f.Span.Start || f.Span.End > len(s) {
			t.Fatalf("span %v after %d in %q", f.Span, end, s)
		}
		if !utf8.RuneStart(s[f.Span.Start]) || f.Span.End < len(s) && !utf8.RuneStart(s[f.Span.End]) {
			t.Fatalf("span %v cuts a rune of %q", f.Span, s)
		}
		if p.Index(f.Rule) < 0 || f.Ref < 1 || f.Score <= 0 || f.Score > 1 || f.Person >= len(r.Persons) || f.Type == rule.TypeNone {
			t.Fatalf("finding %+v in %q", f, s)
		}
		end = f.Span.End
	}
	if r.Subjects.Min < 0 || r.Subjects.Max < r.Subjects.Min {
		t.Fatalf("subjects %+v in %q", r.Subjects, s)
	}
}

func TestFindingsAreSoundInEveryTextHoweverItIsTurned(t *testing.T) {
	p := detecttest.Pack(t)
	for _, s := range texts(t) {
		for _, turned := range [...]string{s, strings.ToLower(s), strings.ToUpper(s), reversedWords(s), strings.ReplaceAll(s, "\n", " "), strings.ReplaceAll(s, " ", "\n"), strings.ReplaceAll(s, " ", "")} {
			holds(t, p, turned)
		}
		for cut := 1; cut < min(len(s), 120); cut += 7 { // texts that stop in the middle of something
			holds(t, p, strings.ToValidUTF8(s[:cut], ""))
			holds(t, p, strings.ToValidUTF8(s[len(s)-cut:], ""))
		}
	}
}

// reversedWords gives the words of s from last to first.
func reversedWords(s string) string {
	words := strings.Fields(s)
	for i, j := 0, len(words)-1; i < j; i, j = i+1, j-1 {
		words[i], words[j] = words[j], words[i]
	}
	return strings.Join(words, " ")
}

// pieces are what the sentences below are put together from: words of every list,
// labels of every rule, and numbers and signs.
func pieces(t *testing.T, p *rule.Pack) [][]string {
	t.Helper()
	var lists [][]string
	err := fs.WalkDir(rules.FS, "lexicons", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".txt") {
			return err
		}
		b, err := fs.ReadFile(rules.FS, path)
		if err != nil {
			return err
		}
		var words []string
		for _, l := range strings.Split(string(b), "\n") {
			if l != "" && l[0] != '#' {
				words = append(words, l)
			}
		}
		if len(words) > 0 {
			lists = append(lists, words)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var cues []string
	for i := range p.Rules {
		c := &p.Rules[i].Cues
		for _, some := range [...][]string{c.Left, c.Right, c.Near, c.Column, c.Key} {
			for _, cue := range some {
				family, _, _ := strings.Cut(cue, "{")
				cues = append(cues, family)
			}
		}
	}
	odd := strings.Fields(`: ; , . - -- / \ | || = == ( ) [ ] { } < > " ' @ # % & * + ? ! … € ~ ^ _ -> (at) [at] (.) «»`)
	odd = append(odd, "\n", "\n\n", "\t", " ", "\u00a0", "\u200b", "\u00ad", "\u202e", "e\u0301", "\U0001F600", "9\ufe0f\u20e3", "１２", "ß", "İ", "ﬁ", "\x00")
	numbers := strings.Fields("0 1 7 12 06 010 31 112 1964 2025 1234 4821 111222333 123456782 0612345678 06-12345678 +31 0031 01-02-1964 1.2.3 1/2 3,5 12:30 3571 3571KE 10.44.2.9 ::1 fe80::1 NL91ABNA0417164300 4111111111111111 O6 l2 4O b5n 3de 14a 12-AB-34 E11.9 N02BE01 x-7 QmFzZTY0QmFzZTY0 3a 39 ghp_ http:// https://a.nl/b?c= www. a@b.nl")
	return append(lists, cues, cues, cues, odd, odd, odd, odd, numbers, numbers, numbers, numbers)
}

func TestFindingsAreSoundInFiveThousandSentencesOfNonsense(t *testing.T) {
	p := detecttest.Pack(t)
	lists := pieces(t, p)
	random := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	start := time.Now()
	for range 5000 {
		b.Reset()
		for n := 3 + random.IntN(30); n > 0; n-- {
			list := lists[random.IntN(len(lists))]
			piece := list[random.IntN(len(list))]
			switch random.IntN(8) {
			case 0:
				piece = strings.ToUpper(piece)
			case 1:
				piece = strings.ToTitle(piece[:1]) + piece[1:]
			}
			b.WriteString(piece)
			if random.IntN(5) > 0 {
				b.WriteByte(' ')
			}
		}
		holds(t, p, strings.ToValidUTF8(b.String(), ""))
	}
	if d := time.Since(start); d > 20*time.Second {
		t.Errorf("%v", d)
	}
}
