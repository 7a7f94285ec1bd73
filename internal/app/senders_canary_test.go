package app

import (
	"bytes"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"dijkwacht/internal/ident"
)

// TestNothingThatSendersAndOfficersWriteIsKeptInTheOpen puts the canary in each
// member of each body, one at a time.
func TestNothingThatSendersAndOfficersWriteIsKeptInTheOpen(t *testing.T) {
	s := withEmergencyExit(t)
	s.lenient = true
	d := s.enrol()
	token := d.token("Mevr. Jansen-" + marker)
	v := s.held(token)
	var answers bytes.Buffer
	fg := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	incident := s.incidents()[0].ID
	_, public := revealKey(t)
	statuses := map[int]int{}
	plant := func(body map[string]any, send func(string) answer) {
		t.Helper()
		for member := range body {
			for _, value := range []any{canaryText, marker, []string{canaryText}, map[string]any{canaryText: marker}} {
				if value == marker && (member == "text" || member == "reason") {
					continue // words in which nothing is found may be kept there
				}
				changed := map[string]any{marker: canaryText}
				for k, v := range body {
					changed[k] = v
				}
				changed[member] = value
				encoded, err := json.Marshal(changed)
				if err != nil {
					t.Fatal(err)
				}
				a := send(string(encoded))
				statuses[a.status]++
				answers.Write(a.body)
			}
		}
	}
	device := func(path string) func(string) answer {
		return func(body string) answer { return s.post(path, body, token) }
	}
	console := func(path string) func(string) answer {
		return func(body string) answer { return fg.post(path, body) }
	}
	at := s.clock().Format(time.RFC3339)
	plant(map[string]any{"decision_id": v.DecisionID, "finding_id": "f1", "verdict": "missed", "kind": "eigen", "type": "bsn", "request_id": newRequestID(t)}, device(feedbackPath))
	plant(map[string]any{"destination_id": "chatgpt", "reason": "spoedzorg", "text": "Spoed."}, device(breakGlassPath))
	event := map[string]any{"attempt_id": newRequestID(t), "kind": "local_block", "destination_id": "chatgpt", "channel": "paste", "types": []any{}, "rules_version": "1.0", "at": at}
	plant(event, func(body string) answer { return s.post(eventsPath, `{"events":[`+body+`]}`, token) })
	plant(map[string]any{"user_hint": "", "full": true}, device(exportPath))
	plant(map[string]any{"kind": "objection", "ground": "anders", "event_id": s.attempts()[0].Event.ID, "user_hint": ""}, device(requestsPath))
	plant(map[string]any{"question_id": "qst_01M7ZTZ495AHSVCTSX8NBYX12A", "answer": "eigen", "user_hint": ""}, device(answersPath))
	plant(map[string]any{"purpose": "facts_for_ap", "text": aimInform, "fields": []string{"user"}, "public_key": public}, console("/api/v1/incidents/"+incident+"/reveal-requests"))
	plant(map[string]any{"question": "whose_data"}, console("/api/v1/incidents/"+incident+"/questions"))
	plant(map[string]any{"reason": aimInform}, console("/api/v1/reveals/"+s.seedReveal(s.app.org.ID, d.ID)+"/withhold"))
	plant(map[string]any{"decision": "granted", "reason": "Aangepast."}, console("/api/v1/rights-requests/"+s.seedRightsRequest(s.app.org.ID, d.ID)+"/answer"))
	for _, path := range []string{summaryPath, "/api/v1/rights-requests", "/api/v1/transparency/reveals"} {
		answers.Write(s.get(path, token).body)
		answers.Write(fg.get(path).body)
	}
	if statuses[http.StatusAccepted] == 0 || statuses[http.StatusUnprocessableEntity] == 0 || statuses[http.StatusBadRequest] == 0 {
		t.Errorf("the canary did not get where it should: %v", statuses)
	}
	for place, b := range map[string][]byte{"the log": s.logs.Bytes(), "the answers": answers.Bytes()} {
		for _, form := range leaks(b) {
			t.Errorf("%s: the %s", place, form)
		}
	}
	s.search(s.dir)
}
