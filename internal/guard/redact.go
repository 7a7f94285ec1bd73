package guard

import (
	"dijkwacht/internal/detect"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/redact"
	"dijkwacht/internal/rule"
)

// Redact is the safe version of the inspected text: numbered placeholders stand
// where the decision covers something, and what they leave was looked at again. It
// gives false when there is no safe version.
func Redact(pack *rule.Pack, pol *policy.Policy, in Input, v *Verdict) (string, bool) {
	again := func(text string) []detect.Finding { return scan(pack, pol, text).Findings }
	return redact.Safe(in.Text, v.Findings, again, redact.Options{
		Covers: v.Decision.Covers, Language: words(in.Context.Language),
		Label: func(f detect.Finding) string { return pack.Label(f.Rule, in.Context.Language.String()) },
	})
}

// Label is the word of a placeholder: that of the finding's rule when it has its
// own, else that of its type. Texts that are not English get Dutch words.
func Label(pack *rule.Pack, f detect.Finding, language policy.Language) string {
	if own := pack.Label(f.Rule, language.String()); own != "" {
		return own
	}
	return redact.Label(f.Type, words(language))
}

func words(l policy.Language) redact.Language {
	if l == policy.English {
		return redact.English
	}
	return redact.Dutch
}
