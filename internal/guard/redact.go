package guard

import (
	"dijkwacht/internal/detect"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/redact"
	"dijkwacht/internal/rule"
)

// Complete gives the findings of v, and with them what is only found once those that
// the decision covers are replaced. It gives false when there is no end to that:
// then there is no safe version.
func Complete(pack *rule.Pack, pol *policy.Policy, in Input, v *Verdict) ([]detect.Finding, bool) {
	again := func(text string) []detect.Finding { return scan(pack, pol, text).Findings }
	return redact.Complete(in.Text, v.Findings, again, options(pack, in, v))
}

// Redact is the safe version of the inspected text: numbered placeholders over what
// the decision covers of the findings that Complete gave.
func Redact(pack *rule.Pack, in Input, v *Verdict, complete []detect.Finding) string {
	return redact.Text(in.Text, complete, options(pack, in, v))
}

func options(pack *rule.Pack, in Input, v *Verdict) redact.Options {
	return redact.Options{
		Covers: v.Decision.Covers, Language: words(in.Context.Language),
		Label: func(f detect.Finding) string { return pack.Label(f.Rule, in.Context.Language.String()) },
	}
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
