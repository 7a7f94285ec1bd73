package pdfread

import "strings"

// Attached is a file within the file.
type Attached struct {
	Name string
	Data []byte
}

// Words are the texts that stand on no page: properties of the file, the titles of its
// contents, what is said about pictures, and values of forms.
type Words struct {
	Metadata, Alt, Form string
}

// Rest reads what belongs to no page. Attached files go to see.
func (f *File) Rest(see func(Attached) error) (Words, error) {
	var meta, alt, form strings.Builder
	info := f.dict(f.trailer["Info"])
	for _, key := range []Name{"Title", "Author", "Subject", "Keywords", "Creator", "Company", "Manager"} {
		if s := f.text(info[key]); s != "" {
			meta.WriteString(string(key) + ": " + s + "\n")
		}
	}
	for _, id := range f.Objects() {
		v := f.objects[id]
		d := f.dict(v)
		for _, key := range []Name{"Alt", "ActualText"} {
			if s := f.text(d[key]); s != "" {
				alt.WriteString(s + "\n")
			}
		}
		if f.name(d["Type"]) != "Annot" && d["FT"] != nil {
			form.WriteString(f.text(d["T"]) + " " + f.text(d["V"]) + "\n")
		}
		if d["Title"] != nil && (d["Dest"] != nil || d["A"] != nil) {
			meta.WriteString(f.text(d["Title"]) + "\n")
		}
		s, isStream := v.(*Stream)
		if isStream && (f.name(d["Type"]) == "Metadata" || strings.HasPrefix(string(s.raw[:min(64, len(s.raw))]), "<?xpacket")) {
			data, err := f.Data(s)
			if err == ErrTooLarge {
				return Words{}, err
			}
			meta.WriteString(untagged(string(data)) + "\n")
		}
		if files := f.dict(d["EF"]); files != nil {
			if err := f.attached(d, files, see); err != nil {
				return Words{}, err
			}
		}
	}
	if err := f.xfa(&form); err != nil {
		return Words{}, err
	}
	return Words{meta.String(), alt.String(), form.String()}, nil
}

func (f *File) attached(d, files Dict, see func(Attached) error) error {
	for _, key := range []Name{"UF", "F"} {
		s, ok := f.get(files[key]).(*Stream)
		if !ok {
			continue
		}
		data, err := f.Data(s)
		if err == ErrTooLarge {
			return err
		}
		name := f.text(d["UF"])
		if name == "" {
			name = f.text(d["F"])
		}
		return see(Attached{name, data})
	}
	return nil
}

// xfa reads a form that is kept as XML.
func (f *File) xfa(form *strings.Builder) error {
	root := f.dict(f.trailer["Root"])
	parts, isList := f.get(f.dict(root["AcroForm"])["XFA"]).(Array)
	if !isList {
		parts = Array{f.dict(root["AcroForm"])["XFA"]}
	}
	for _, v := range parts {
		if s, ok := f.get(v).(*Stream); ok {
			data, err := f.Data(s)
			if err == ErrTooLarge {
				return err
			}
			form.WriteString(untagged(string(data)) + "\n")
		}
	}
	return nil
}

// untagged leaves the tags of XML out.
func untagged(s string) string {
	var b strings.Builder
	for s != "" {
		text, rest, found := strings.Cut(s, "<")
		if text = strings.TrimSpace(text); text != "" {
			b.WriteString(text + "\n")
		}
		if !found {
			break
		}
		_, s, _ = strings.Cut(rest, ">")
	}
	return b.String()
}
