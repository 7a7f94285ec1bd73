package severity

import (
	"fmt"
	"testing"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/rule"
)

func types(list ...rule.Type) rule.TypeSet { return rule.SetOf(list...) }

func TestTheVectorsOfTheMethod(t *testing.T) {
	tests := map[string]struct {
		facts  Facts
		se     string
		level  policy.Severity
		advice Advice
	}{
		"number, name and diagnosis to a free chatbot": {
			Facts{Types: types(rule.BSN, rule.PersonName, rule.Diagnosis), Name: FullName, Class: policy.Unapproved}, "4.50", policy.SeverityVeryHigh, NotifyBoth},
		"the same to a business account without agreement": {
			Facts{Types: types(rule.BSN, rule.PersonName, rule.Diagnosis), Name: FullName, Class: policy.Tolerated}, "4.25", policy.SeverityVeryHigh, NotifyBoth},
		"postcode, birth date and diagnosis": {
			Facts{Types: types(rule.Postcode, rule.DateOfBirth, rule.Diagnosis), Class: policy.Unapproved}, "3.50", policy.SeverityHigh, NotifyBoth},
		"bank account and name": {
			Facts{Types: types(rule.IBAN, rule.PersonName), Name: FullName}, "3.50", policy.SeverityHigh, NotifyBoth},
		"twenty names and addresses of a clinic": {
			Facts{Types: types(rule.PersonName, rule.Address), Name: FullName, Care: true, Subjects: 20}, "3.50", policy.SeverityHigh, NotifyBoth},
		"twenty names and addresses": {
			Facts{Types: types(rule.PersonName, rule.Address), Name: FullName, Subjects: 20}, "1.50", policy.SeverityLow, RegisterOnly},
		"a story about a rare disease in a small region": {
			Facts{Types: types(rule.Diagnosis), Narrowing: 2}, "2.50", policy.SeverityMedium, NotifyAuthority},
		"a number alone": {
			Facts{Types: types(rule.BSN)}, "2.50", policy.SeverityMedium, NotifyAuthority},
		"first name, age and complaint": {
			Facts{Types: types(rule.PersonName, rule.Age, rule.Diagnosis), Name: PartialName, Narrowing: 1}, "1.50", policy.SeverityLow, RegisterOnly},
		"the work address of a colleague": {
			Facts{Types: types(rule.Email)}, "1.25", policy.SeverityLow, RegisterOnly},
		"the safe version with a diagnosis": {
			Facts{Types: types(rule.PersonName, rule.Diagnosis), Name: FullName, Redacted: true}, "1.25", policy.SeverityLow, RegisterOnly},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := Propose(tt.facts)
			if fmt.Sprintf("%.2f", s.SE) != tt.se || s.Level != tt.level || s.Advice != tt.advice {
				t.Errorf("got %.2f %s %s, want %s %s %s", s.SE, s.Level, s.Advice, tt.se, tt.level, tt.advice)
			}
			for _, r := range s.Reasons {
				if r.Sentence("nl") == "" || r.Sentence("en") == "" {
					t.Errorf("%s %s has no sentence", r.Factor, r.Code)
				}
			}
		})
	}
}

func TestLevelsBeginAtWholeNumbers(t *testing.T) {
	for se, want := range map[float64]policy.Severity{1.75: policy.SeverityLow, 2: policy.SeverityMedium, 2.75: policy.SeverityMedium, 3: policy.SeverityHigh, 3.75: policy.SeverityHigh, 4: policy.SeverityVeryHigh} {
		if got := (Factors{DPC: se, EI: 1}).Level(); got != want {
			t.Errorf("%.2f is %s, want %s", se, got, want)
		}
	}
}

func TestHealthDataThatPointToAPersonAreWorthANotification(t *testing.T) {
	f := Facts{Types: types(rule.Diagnosis, rule.Email), Class: policy.Approved}
	if s := Judge(Factors{DPC: 1, EI: 0.75}, f, false); s.Level != policy.SeverityLow || s.Advice != NotifyAuthority {
		t.Errorf("got %+v", s)
	}
	f.Redacted = true
	if s := Judge(Factors{DPC: 1, EI: 0.75}, f, false); s.Advice != RegisterOnly {
		t.Errorf("redacted: got %+v", s)
	}
}

func TestMoreThanAHundredPeopleIsAFlagBesideTheScore(t *testing.T) {
	many, few := Propose(Facts{Types: types(rule.Email), Subjects: 101}), Propose(Facts{Types: types(rule.Email), Subjects: 100})
	if len(many.Flags) != 1 || len(few.Flags) != 0 || many.SE != few.SE {
		t.Errorf("got %+v and %+v", many, few)
	}
}

func TestFactorsThatTheMethodDoesNotKnowAreInvalid(t *testing.T) {
	good := Factors{DPC: 3, EI: 0.75, Circumstances: Circumstances{Confidentiality: 0.25}}
	if !good.Valid() {
		t.Error("good factors are invalid")
	}
	for _, bad := range []Factors{{DPC: 0, EI: 1}, {DPC: 4.5, EI: 1}, {DPC: 2, EI: 0}, {DPC: 2, EI: 0.6}, {DPC: 2, EI: 1, Circumstances: Circumstances{Integrity: 1}}} {
		if bad.Valid() {
			t.Errorf("%+v is valid", bad)
		}
	}
}

func TestStoredFeaturesBecomeFacts(t *testing.T) {
	f, err := Of([]byte(`{"class":"unapproved","channel":"typed","language":"nl","size":"s","types":{"person_name":[1,1,1,1,1,1],"diagnosis":[1,1,0,1,1,0],"iban":[1,0,0,1,0,0]},"persons":[{"role":"patient","private":true,"narrowing":2,"number":1}],"subjects_est":{"min":1,"max":3}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := Facts{Types: types(rule.PersonName, rule.Diagnosis), Name: FullName, Narrowing: 2, Care: true, Class: policy.Unapproved, Subjects: 3}
	if f != want {
		t.Errorf("got %+v", f)
	}
	if _, err := Of([]byte(`{`)); err == nil {
		t.Error("a damaged vector was read")
	}
}
