// Package pass holds one walk over one text: its words and what the lists say of
// them, its cues and tables, and the candidates for findings so far, with the
// questions that recognisers ask about them.
//
// It recognises nothing itself and does not choose among candidates (see the packages
// beside it and internal/detect).
package pass
