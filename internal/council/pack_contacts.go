package council

import (
	"fmt"
	"strings"

	"dijkwacht/internal/render"
)

// Who answers, who runs the machine, and what of that nobody has set.

// answering says where the organisation and its officer can be found, as far as that
// was set.
func (w writer) answering() (list []Statement) {
	l := w.v.Legal
	if l.Address != "" {
		where := l.Address
		if l.KVK != "" {
			where += w.in(", KvK ", ", Chamber of Commerce ") + l.KVK
		}
		list = append(list, w.from("legal.address", "address", "Adres van de organisatie: "+where+".", "Address of the organisation: "+where+"."))
	}
	if reach := w.officer(); reach != "" {
		list = append(list, w.from("legal.dpo", "dpo", "De functionaris gegevensbescherming (FG) is bereikbaar via: "+reach+".", "The data protection officer (DPO) can be reached by: "+reach+"."))
	}
	return list
}

// officer is how to reach the data protection officer; "" when that was not set.
func (w writer) officer() string {
	d := w.v.Legal.DPO
	if d.Phone == "" && d.Email == "" {
		return ""
	}
	var parts []string
	for _, part := range []string{d.Name, d.Phone, d.Email} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

// hosting says who runs the machine and where it stands, as far as that was set.
func (w writer) hosting() (list []Statement) {
	h := w.v.Legal.Hosting
	switch {
	case h.Self:
		list = append(list, w.from("legal.hosting", "processor", "De organisatie beheert de machine zelf. Er is geen verwerker.", "The organisation runs the machine itself. There is no processor."))
	case h.Processor != "":
		who := h.Processor
		if h.Address != "" {
			who += ", " + h.Address
		}
		list = append(list, w.from("legal.hosting", "processor", "De machine wordt beheerd door een verwerker (AVG art. 28): "+who+".", "The machine is run by a processor (GDPR art. 28): "+who+"."))
	}
	if !h.Self && h.Agreement != "" {
		list = append(list, w.from("legal.hosting", "agreement", "Verwerkersovereenkomst: "+h.Agreement+".", "Agreement with the processor: "+h.Agreement+"."))
	}
	if h.Place != "" {
		list = append(list, w.from("legal.hosting", "place", "De machine staat in: "+h.Place+".", "The machine stands in: "+h.Place+"."))
	}
	return list
}

// unset are the lines for what nobody has set; each is "nl|en".
func (w writer) unset() []string {
	l, list := w.v.Legal, []string{}
	for _, one := range []struct {
		missing bool
		line    string
	}{
		{l.Address == "", "Adres van de organisatie|Address of the organisation"},
		{w.officer() == "", "Telefoon en e-mail van de FG|Telephone and e-mail of the DPO"},
		{!l.Hosting.Known(), "Wie de machine beheert|Who runs the machine"},
		{!l.Hosting.Self && l.Hosting.Agreement == "", "Verwerkersovereenkomst, als een ander de machine beheert|Agreement with the processor, if somebody else runs the machine"},
		{l.Hosting.Place == "", "Waar de machine staat|Where the machine stands"},
	} {
		if one.missing {
			list = append(list, one.line)
		}
	}
	return list
}

// toSet names what can be set in the program and was not.
func (w writer) toSet() []string {
	var list []string
	for _, f := range w.lines(w.unset()...) {
		list = append(list, fmt.Sprintf(w.in("In te stellen (Instellingen, Juridisch): %s.", "To be set (Settings, Legal): %s."), lowerFirst(f.Label)))
	}
	return list
}

// judged marks what only a person can judge.
func (w writer) judged(nl, en string) string {
	return w.in("Te beoordelen door een mens: ", "To be judged by a person: ") + w.in(nl, en)
}

// estimates are the lines for likelihood and effect of each risk.
func (w writer) estimates() []render.Fact {
	list := w.lines(
		"Medewerkers voelen zich bespied of worden beoordeeld|Staff feel watched or are judged", "Een beheerder zoekt uit wie iets schreef|An administrator finds out who wrote something",
		"Een aantal wijst naar een mens|A count points to a person", "Een vals alarm|A false alarm", "Het programma lekt wat het bekijkt|The program leaks what it looks at",
		"Iemand verandert het register|Somebody changes the register", "De bewaking houdt de zorg op|The guard holds up care", "Er wordt steeds meer bewaard of gezien|More and more is kept or seen")
	for i := range list {
		list[i].Value = w.in("[ kans: … · gevolg: … ]", "[ likelihood: … · effect: … ]")
	}
	return list
}
