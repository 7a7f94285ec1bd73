package pass

import "dijkwacht/internal/lexicon"

const (
	// TermClasses are those of the lists of health terms.
	TermClasses = lexicon.DiagnosisWord | lexicon.MedicationWord | lexicon.TreatmentWord | lexicon.MentalWord
	// HealthClasses are all classes that a health term may start with.
	HealthClasses = TermClasses | lexicon.HealthAmbiguous | lexicon.HealthAbbr | lexicon.HealthHead | lexicon.Eponym | lexicon.Analyte
	// LeastEnding is the length of the shortest word whose ending counts.
	LeastEnding = 6
)
