package register

// Erased is the incident without the kinds of data and the pseudonym, and without
// what people derived from them: there was no breach, the data were the sender's
// own. Where, when and what became of it stay.
func (i Incident) Erased() Incident {
	i.Subject, i.IdentitySource, i.Conversation = "", "", ""
	i.Types, i.Rules = []TypeCount{}, []string{}
	i.SubjectsMin, i.SubjectsMax = 0, 0
	i.Computed, i.Judged, i.Record, i.Labels = nil, nil, Record{}, nil
	i.IsErased = true
	return i
}
