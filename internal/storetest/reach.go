package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
)

// ofTheOther is in everything that the first organisation keeps.
const ofTheOther = "geheim-van-een-ander"

// beforeTenancy are the methods that are called when the organisation is not known
// yet, or that belong to no organisation. A method that takes no organisation needs
// its line and its reason here.
var beforeTenancy = map[string]string{
	"AccountByEmail": "finds whose address it is", "Device": "finds whose device it is", "EnrolmentKeyByHash": "finds whose key it is", "APIKeyByHash": "finds whose key it is",
	"Enrol": "a key says which organisation", "UseAssertion": "a device says which organisation", "Session": "finds whose session it is", "Link": "finds whose link it is", "UseLink": "a link says which organisation", "UseLinkByPasskey": "a link says which organisation", "PasskeyByCredential": "finds whose passkey it is", "SSOProviders": "finds whose provider it is",
	"Organisations": "lists them", "CreateOrganisation": "makes one", "CreateFirstOrganisation": "makes one", "RevokedSince": "is for all replicas",
	"SigningKeys": "keys are of the service", "BeginSigningKeys": "keys are of the service", "DestroySigningKeys": "keys are of the service", "CheckpointKeys": "keys are of the service",
	"ActiveContent": "updates are of the installation", "InstallContent": "updates are of the installation", "RollbackContent": "updates are of the installation",
	"Ping": "is about the database", "Close": "is about the database",
}

// testReach calls every method of the store for one organisation with everything by
// which another one's things are known: nothing of it may come back, and nothing of
// it may change. A new method is in it from its first day.
func testReach(t *testing.T, w *world) {
	known := w.fill(t)
	other, _ := w.addOrganisation(t)
	before := w.snapshot(t)
	for name, said := range w.reach(t, other, known) {
		if strings.Contains(said, ofTheOther) {
			t.Errorf("%s gives away what belongs to another organisation", name)
		}
	}
	if after := w.snapshot(t); after != before {
		t.Errorf("something of another organisation changed:\n%s\n%s", before, after)
	}
	found := 0
	for _, said := range w.reach(t, w.org, known) {
		if strings.Contains(said, ofTheOther) {
			found++
		}
	}
	if found < 15 {
		t.Errorf("only %d methods show an organisation what is its own: the test sees too little", found)
	}
}

// fill gives the organisation one of everything, and returns by what it is known.
func (w *world) fill(t *testing.T) (known []string) {
	t.Helper()
	must(t, w.store.UpdateOrganisation(w.ctx, w.org, func(o ident.Organisation) (ident.Organisation, chain.Draft, error) {
		o.Name = ofTheOther
		return o, w.entry("organisation.updated", o.ID), nil
	}))
	d := ident.Department{OrgID: w.org, ID: w.id(ident.PrefixDepartment), Name: ofTheOther, Rev: 1}
	must(t, w.store.ChangeDepartments(w.ctx, w.org, func(*ident.Tree) (ident.DepartmentChange, error) {
		return ident.DepartmentChange{Add: []ident.Department{d}, Entry: w.entry("department.created", d.ID)}, nil
	}))
	u := w.addUser(t, w.org, ofTheOther+"@example.nl", ident.Binding{Role: ident.FG})
	session, credential := w.activate(t, u), w.passkey(u)
	credential.Name = ofTheOther
	must(t, w.store.AddPasskey(w.ctx, credential, w.entry("passkey.added", credential.ID)))
	key := ident.EnrolmentKey{OrgID: w.org, ID: w.id(ident.PrefixEnrolmentKey), Hash: "reach", Label: ofTheOther, CreatedAt: w.now, Rev: 1}
	must(t, w.store.AddEnrolmentKey(w.ctx, key, w.entry("enrolment_key.created", key.ID)))
	program := w.addAPIKey(t, w.org, ofTheOther)
	person := w.addPerson(t, w.org, "sent-"+ofTheOther)
	group := w.addGroup(t, w.org, ofTheOther, person.ID)
	device, err := w.store.Enrol(w.ctx, key.Hash, ident.Device{ID: w.id(ident.PrefixDevice), EnrolledAt: w.now, Client: ident.Client{Browser: ofTheOther}}, w.entry("device.enrolled", "dev"))
	must(t, err)
	e, i := w.event(), w.incident(1)
	e.IncidentID, e.Features, i.Conversation = i.ID, []byte(`{"`+ofTheOther+`":1}`), ofTheOther
	w.write(t, func(tx register.Tx) error {
		return errors.Join(insert(tx, e), tx.SaveIncident(i), tx.InsertOutcome(register.Outcome{EventID: e.ID, Rev: 1, Result: register.Sent, Egress: register.EgressFull}))
	})
	a := w.approval("inc_reach")
	a.Asked.Reason = ofTheOther
	must(t, w.save(t, a))
	w.planJob(t)
	must(t, w.store.AddTallies(w.ctx, w.org, []register.Counter{{Hour: w.now.Truncate(time.Hour), Destination: ofTheOther, Name: "inspected", N: 1}}, nil))
	must(t, w.store.AppendEntry(w.ctx, w.org, w.entry("test."+ofTheOther, ofTheOther)))
	return []string{
		d.ID, u.ID, session.Hash, credential.ID, key.ID, key.Hash, program.ID, person.ID, group.ID, device.ID, e.ID, e.DecisionID, e.RequestID, i.ID, a.ID, e.Subject, "chatgpt", "",
	}
}

// snapshot is what the first organisation has.
func (w *world) snapshot(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	add := func(v any, err error) {
		t.Helper()
		must(t, err)
		fmt.Fprintf(&b, "%+v\n", v)
	}
	head, err := w.store.Head(w.ctx, w.org)
	add(head, err)
	organisation, err := w.store.Organisation(w.ctx, w.org)
	add(organisation, err)
	departments, err := w.store.Departments(w.ctx, w.org)
	add(departments, err)
	users, err := w.store.Users(w.ctx, w.org, "", 100)
	add(users, err)
	bindings, err := w.store.Bindings(w.ctx, w.org, "", "", 100)
	add(bindings, err)
	for _, u := range users {
		passkeys, err := w.store.Passkeys(w.ctx, w.org, u.ID)
		add(passkeys, err)
	}
	keys, err := w.store.EnrolmentKeys(w.ctx, w.org)
	add(keys, err)
	devices, err := w.store.Devices(w.ctx, w.org, ident.DeviceFilter{Revoked: true})
	add(devices, err)
	approvals, err := w.store.Approvals(w.ctx, w.org, approval.Filter{Limit: 100})
	add(len(approvals), err)
	plans, err := w.store.Jobs(w.ctx, w.org)
	add(plans, err)
	for a, err := range w.store.Attempts(w.ctx, w.org, time.UnixMilli(1), w.now.Add(time.Hour)) {
		add(a.Event, err)
	}
	for i, err := range w.store.Incidents(w.ctx, w.org, time.UnixMilli(1), w.now.Add(time.Hour)) {
		add(i, err)
	}
	return b.String()
}

// reach calls every method for the organisation with each of the known words, and
// returns what each one said.
func (w *world) reach(t *testing.T, org string, known []string) map[string]string {
	t.Helper()
	said := map[string]string{}
	store := reflect.ValueOf(w.store)
	methods := reflect.TypeFor[Store]()
	for i := range methods.NumMethod() {
		m := methods.Method(i)
		if beforeTenancy[m.Name] != "" {
			continue
		}
		if !takesOrganisation(m.Type) {
			t.Errorf("%s takes no organisation and has no line in beforeTenancy", m.Name)
			continue
		}
		var running sync.WaitGroup
		var mu sync.Mutex
		for _, word := range known {
			for _, wide := range []bool{true, false} {
				p := probe{ctx: w.ctx, org: org, word: word, now: w.now, wide: wide, entry: w.entry("test.reached", "x")}
				running.Go(func() {
					heard := p.call(store.MethodByName(m.Name))
					mu.Lock()
					defer mu.Unlock()
					said[m.Name] += heard
				})
			}
		}
		running.Wait()
	}
	return said
}

// takesOrganisation reports whether the parameter after the context is the id of an
// organisation or has one.
func takesOrganisation(m reflect.Type) bool {
	if m.NumIn() < 2 {
		return false
	}
	first := m.In(1)
	if first.Kind() == reflect.Slice {
		first = first.Elem()
	}
	if first.Kind() != reflect.Struct {
		return first.Kind() == reflect.String
	}
	_, one := first.FieldByName("OrgID")
	_, two := first.FieldByName("Org")
	return one || two
}

// probe makes arguments out of one word.
type probe struct {
	ctx       context.Context
	org, word string
	now       time.Time
	// wide makes the first time and number early and low, so that ranges hold
	// everything.
	wide          bool
	entry         chain.Draft
	times, counts int
	heard         strings.Builder
}

var errLooked = errors.New("looked only")

// call returns what came back, and what a function among the arguments got.
func (p *probe) call(m reflect.Value) string {
	var in []reflect.Value
	for i := range m.Type().NumIn() {
		if i == 1 && m.Type().In(1).Kind() == reflect.String {
			in = append(in, reflect.ValueOf(p.org).Convert(m.Type().In(1)))
			continue
		}
		in = append(in, p.value(m.Type().In(i)))
	}
	for _, out := range m.Call(in) {
		p.hear(out)
	}
	return p.heard.String()
}

// hear notes a result; a sequence is read to its end.
func (p *probe) hear(v reflect.Value) {
	if v.Kind() == reflect.Func && !v.IsNil() {
		for one, err := range v.Seq2() {
			fmt.Fprintf(&p.heard, "%+v %v\n", one, err)
		}
		return
	}
	if v.Kind() == reflect.Interface && v.IsNil() || v.Type().Implements(reflect.TypeFor[error]()) {
		return
	}
	fmt.Fprintf(&p.heard, "%+v\n", v)
}

func (p *probe) value(t reflect.Type) reflect.Value {
	v := reflect.New(t).Elem()
	switch t {
	case reflect.TypeFor[context.Context]():
		return reflect.ValueOf(p.ctx)
	case reflect.TypeFor[chain.Draft]():
		return reflect.ValueOf(p.entry)
	case reflect.TypeFor[time.Time]():
		at := p.now.Add(time.Hour)
		if p.times++; p.wide && p.times == 1 {
			at = time.UnixMilli(1)
		}
		return reflect.ValueOf(at)
	}
	switch t.Kind() {
	case reflect.String:
		v.SetString(p.word)
	case reflect.Int, reflect.Int64:
		n := int64(1)
		if p.counts++; p.wide {
			n = int64(p.counts-1) * 100
		}
		v.SetInt(n)
	case reflect.Slice:
		v = reflect.Append(v, p.value(t.Elem()))
	case reflect.Struct:
		p.fillStruct(v)
	case reflect.Func:
		v = reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
			p.look(args[0])
			var out []reflect.Value
			for i := range t.NumOut() {
				out = append(out, reflect.Zero(t.Out(i)))
			}
			out[len(out)-1] = reflect.ValueOf(&errLooked).Elem()
			return out
		})
	}
	return v
}

func (p *probe) fillStruct(v reflect.Value) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		switch {
		case !field.IsExported():
		case field.Name == "OrgID" || field.Name == "Org":
			v.Field(i).SetString(p.org)
		case field.Type != v.Type():
			v.Field(i).Set(p.value(field.Type))
		}
	}
}

// look stands for a change that looks at everything it can; after it comes an error,
// so that nothing stays.
func (p *probe) look(found reflect.Value) {
	if found.Kind() != reflect.Interface {
		p.hear(found)
		return
	}
	for i := range found.NumMethod() {
		inner := probe{ctx: p.ctx, org: p.org, word: p.word, now: p.now, wide: p.wide, entry: p.entry}
		var in []reflect.Value
		for k := range found.Method(i).Type().NumIn() {
			in = append(in, inner.value(found.Method(i).Type().In(k)))
		}
		for _, out := range found.Method(i).Call(in) {
			p.hear(out)
		}
	}
}
