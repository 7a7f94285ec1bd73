// Package apdraft fills the notification form of the Dutch supervisory authority
// (Autoriteit Persoonsgegevens) from an incident, section by section in the form's
// own order, and writes the letters that go with it. It sends nothing: a person
// copies the draft into the form. Option lists that could not be checked against
// the live form are marked in Fields.
package apdraft
