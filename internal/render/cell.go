package render

import "strings"

// Inert keeps a spreadsheet from taking the text of a cell for a formula (CWE-1236).
// Some take the wide forms of the signs for formulas too.
func Inert(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(cell)[0]) {
		return "'" + cell
	}
	return cell
}
