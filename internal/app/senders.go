package app

import (
	"crypto/rand"

	"dijkwacht/internal/api/console"
	"dijkwacht/internal/api/ext"
	"dijkwacht/internal/register/breakglass"
	"dijkwacht/internal/register/feedback"
	"dijkwacht/internal/register/inquiry"
	"dijkwacht/internal/register/reveal"
	"dijkwacht/internal/register/rights"
)

// senderParts are the parts of the service that know of the people behind devices.
type senderParts struct {
	feedback  *feedback.Service
	glass     *breakglass.Service
	questions *inquiry.Service
	reveals   *reveal.Service
	rights    *rights.Service
}

// wireSenders builds them, on the register and the approvals.
func (a *App) wireSenders() {
	now := a.opts.Now
	a.feedback = feedback.New(a.store, now)
	a.glass = breakglass.New(a.store, a.register, now, rand.Reader)
	a.questions = inquiry.New(a.store, a.gate, now, rand.Reader)
	a.reveals = reveal.New(a.store, a.approvals, a.gate, a.isClean, now)
	a.rights = rights.New(a.store, a.gate, a.isClean, now, rand.Reader)
}

func (a *App) senders() ext.SenderDeps {
	return ext.SenderDeps{Feedback: a.feedback, Glass: a.glass, Questions: a.questions, Reveals: a.reveals, Rights: a.rights}
}

func (a *App) consoleSenders() console.SenderDeps {
	return console.SenderDeps{Feedback: a.feedback, Questions: a.questions, Reveals: a.reveals, Rights: a.rights}
}
