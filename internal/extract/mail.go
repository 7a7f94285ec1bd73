package extract

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"slices"
	"strings"
)

// mail reads a message (RFC 5322) with its parts (RFC 2045).
func (c *collector) mail(data []byte) error {
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		return c.plain(data) // text that looks like a message
	}
	var head strings.Builder
	words := mime.WordDecoder{CharsetReader: charsetReader}
	names := make([]string, 0, len(m.Header))
	for name := range m.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range m.Header[name] {
			if decoded, err := words.DecodeHeader(value); err == nil {
				value = decoded
			}
			head.WriteString(name + ": " + value + "\n")
		}
	}
	if err := c.add(Headers, 0, head.String()); err != nil {
		return err
	}
	return c.mailPart(textproto.MIMEHeader(m.Header), m.Body, 0)
}

// mailPart reads one part; those with a name are attachments.
func (c *collector) mailPart(h textproto.MIMEHeader, body io.Reader, depth int) error {
	if depth > maxXMLDepth/16 {
		return errTooLarge
	}
	media, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		media = "text/plain"
	}
	if boundary := params["boundary"]; strings.HasPrefix(media, "multipart/") && boundary != "" {
		return c.mailParts(multipart.NewReader(body, boundary), depth)
	}
	data, err := c.partData(h.Get("Content-Transfer-Encoding"), body)
	if err != nil {
		return err
	}
	name := fileNameOf(h, params)
	switch {
	case name != "":
		return c.nested(name, data)
	case media == "text/html":
		return c.html(charsetOf(params["charset"], data))
	case strings.HasPrefix(media, "text/"):
		return c.plain(charsetOf(params["charset"], data))
	}
	return c.nested("", data)
}

func (c *collector) mailParts(parts *multipart.Reader, depth int) error {
	for {
		p, err := parts.NextRawPart()
		switch {
		case err == io.EOF:
			return nil
		case errors.Is(err, errTooLarge):
			return err
		case err != nil:
			return errBroken
		}
		if c.entries++; c.entries > maxEntries {
			return errTooLarge
		}
		if err := c.mailPart(p.Header, p, depth+1); err != nil {
			return err
		}
	}
}

func (c *collector) partData(encoding string, body io.Reader) ([]byte, error) {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	data, err := io.ReadAll(io.LimitReader(c.unpacked(body), maxUnpackedFile+1))
	switch {
	case errors.Is(err, errTooLarge), len(data) > maxUnpackedFile:
		return nil, errTooLarge
	case err != nil:
		return nil, errBroken
	}
	return data, nil
}

func fileNameOf(h textproto.MIMEHeader, params map[string]string) string {
	_, disposition, err := mime.ParseMediaType(h.Get("Content-Disposition"))
	name := params["name"]
	if err == nil && disposition["filename"] != "" {
		name = disposition["filename"]
	}
	words := mime.WordDecoder{CharsetReader: charsetReader}
	if decoded, err := words.DecodeHeader(name); err == nil {
		return decoded
	}
	return name
}

// charsetOf turns what says that it is Latin into UTF-8; the rest is told by itself.
func charsetOf(charset string, data []byte) []byte {
	switch strings.ToLower(charset) {
	case "iso-8859-1", "iso-8859-15", "windows-1252", "us-ascii":
		return []byte(fromWindows(data))
	}
	return data
}
