package render

import (
	"archive/zip"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// Sheet is a table of data, for people who go on working with it.
type Sheet struct {
	// Name is unique, at most 31 characters, without : \ / ? * [ ].
	Name   string
	Header []string
	// Rows hold strings, ints and float64s.
	Rows [][]any
}

func cellText(v any, decimal string) string {
	switch v := v.(type) {
	case int:
		return strconv.Itoa(v)
	case float64:
		return strings.Replace(strconv.FormatFloat(v, 'f', -1, 64), ".", decimal, 1)
	case string:
		return Inert(v)
	}
	return ""
}

// CSV writes a zip with one file for each sheet, in UTF-8 with a byte order mark, as
// spreadsheets want it. Separator is ';' where the comma is the decimal mark, else
// ','. Made is the time of the files.
func CSV(w io.Writer, sheets []Sheet, separator rune, made time.Time) error {
	decimal := "."
	if separator == ';' {
		decimal = ","
	}
	archive := zip.NewWriter(w)
	for _, s := range sheets {
		file, err := archive.CreateHeader(&zip.FileHeader{Name: s.Name + ".csv", Method: zip.Deflate, Modified: made.UTC()})
		if err == nil {
			_, err = io.WriteString(file, "\ufeff")
		}
		if err == nil {
			err = s.csv(file, separator, decimal)
		}
		if err != nil {
			return fmt.Errorf("write csv: %w", err)
		}
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	return nil
}

func (s Sheet) csv(w io.Writer, separator rune, decimal string) error {
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = separator, true
	head := make([]string, len(s.Header))
	for i, h := range s.Header {
		head[i] = Inert(h)
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for _, row := range s.Rows {
		cells := make([]string, len(row))
		for i, v := range row {
			cells[i] = cellText(v, decimal)
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
