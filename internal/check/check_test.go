package check_test

import (
	"testing"

	"dijkwacht/internal/check"
)

func TestValidatorsTellValidFromMistyped(t *testing.T) {
	for _, c := range []struct {
		validator    string
		valid, wrong []string
	}{
		{"bsn", []string{"111222333", "123456782", "010000021", "10000021"}, []string{"111222334", "000000000", "123456789", "12345678a", ""}},
		{"education_number", []string{"101222331"}, []string{"101222332", "111222333"}},
		{"iban", []string{"NL91ABNA0417164300", "BE68539007547034", "GB82WEST12345698765432"}, []string{"NL91ABNA0417164301", "NL91ABNA041716430", "XX91ABNA0417164300", "NL"}},
		{"card", []string{"4012888888881881", "5555555555554444", "378282246310005"}, []string{"4012888888881882", "1234567890123452", "0000000000000000"}},
		{"luhn", []string{"79927398713"}, []string{"79927398710", "1"}},
		{"vat", []string{"NL111222333B01", "NL002455799B11"}, []string{"NL111222334B01", "NL111222333C01", "BE111222333B01"}},
		{"document", []string{"XR1001R58"}, []string{"SPECI2014", "XR1001R59", "OR1001R58"}},
		{"big", []string{"09911009701", "39258456804"}, []string{"09911009775", "01911009701"}},
		{"agb", []string{"01093717"}, []string{"00093717", "0109371"}},
	} {
		valid, ok := check.ByName(c.validator)
		if !ok {
			t.Fatalf("no validator %q", c.validator)
		}
		for _, s := range c.valid {
			if !valid([]byte(s)) {
				t.Errorf("%s: %q does not pass", c.validator, s)
			}
		}
		for _, s := range c.wrong {
			if valid([]byte(s)) {
				t.Errorf("%s: %q passes", c.validator, s)
			}
		}
	}
}

func TestPlatesFollowTheSeries(t *testing.T) {
	for plate, want := range map[string]bool{"8TKL29": true, "MZ418F": true, "12AB34": true, "SSAB12": false, "ABCDEF": false, "123456": false, "AB12": false} {
		if _, ok := check.Plate([]byte(plate)); ok != want {
			t.Errorf("%s: %v", plate, ok)
		}
	}
}

func TestMachineReadableCheckDigits(t *testing.T) {
	// The specimen of ICAO 9303, part 4, appendix A.
	if !check.MRZField([]byte("L898902C3"), '6') || !check.MRZField([]byte("740812"), '2') || check.MRZField([]byte("740812"), '3') || check.MRZField([]byte("a"), '0') {
		t.Error("check digits do not follow ICAO 9303")
	}
}

func FuzzValidators(f *testing.F) {
	f.Add("bsn", "111222333")
	f.Fuzz(func(t *testing.T, name, s string) {
		if valid, ok := check.ByName(name); ok {
			valid([]byte(s))
		}
		check.Plate([]byte(s))
	})
}
