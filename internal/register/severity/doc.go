// Package severity proposes how severe a leak is for the people concerned, by the
// method of ENISA ("Recommendations for a methodology of the assessment of severity
// of personal data breaches", working document v1.0, December 2013):
// SE = DPC x EI + CB. It sees kinds of facts, never the facts, and it proposes: a
// person decides.
package severity
