package ext

import (
	"errors"
	"testing"
	"time"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/fault"
)

func TestAFileThatBreaksTheInspectionKeepsNoRoom(t *testing.T) {
	// Without a clock the inspection panics, behind the point where it takes its room.
	a := &API{inspections: wire.NewPool(1, time.Millisecond)}
	if _, err := a.readFiles(t.Context(), &inspection{}, auth.Caller{}, nil); !errors.Is(err, fault.E(fault.Internal)) {
		t.Errorf("got %v", err)
	}
	if !a.inspections.Enter(t.Context()) {
		t.Error("the room of the broken inspection is lost")
	}
}
