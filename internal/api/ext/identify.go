package ext

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/fault"
)

// SignInOffer says whether employees can sign in at their devices.
type SignInOffer interface {
	Offered(ctx context.Context, org string) (bool, error)
}

type signInTicket struct {
	URL       string `json:"url"`
	Code      string `json:"code"`
	ExpiresAt string `json:"expires_at"`
}

// identify gives the device what a person needs to sign in at it: an address to open,
// and the code that its page has to show.
func (a *API) identify(c *gin.Context) {
	a.read(c, http.StatusCreated, func(o wire.Object) (any, error) {
		if err := o.Err(); err != nil {
			return nil, err
		}
		caller, ctx := callerOf(c), c.Request.Context()
		offered, err := a.Offered(ctx, caller.OrgID)
		if err == nil && !offered {
			err = fault.E(fault.Conflict)
		}
		if err != nil {
			return nil, err
		}
		t, err := a.SignIns.Ticket(ctx, caller)
		if err != nil {
			return nil, err
		}
		// Behind the mark, so that it is in no log.
		return signInTicket{a.Audience + auth.SignInPage + "#" + t.Ticket, t.Code, second(t.Ends)}, nil
	})
}

// endIdentify leaves nobody at the device.
func (a *API) endIdentify(c *gin.Context) {
	a.read(c, http.StatusOK, func(o wire.Object) (any, error) {
		if err := o.Err(); err != nil {
			return nil, err
		}
		return gin.H{"signed_in": false}, a.SignIns.End(c.Request.Context(), callerOf(c))
	})
}

// inUse notes that somebody works at the device.
func (a *API) inUse(c *gin.Context) { a.SignIns.Used(callerOf(c)) }

// whoView tells who the browser says is working, without saying who that is.
type whoView struct {
	Source string `json:"source"`
	// Offered says whether a person can sign in here.
	Offered    bool    `json:"offered"`
	SignedInAt *string `json:"signed_in_at"`
	// EndsAt is when the sign-in no longer counts, if nothing more is sent.
	EndsAt *string `json:"ends_at"`
}

func (a *API) who(ctx context.Context, caller auth.Caller) (v whoView, err error) {
	v.Source = caller.IdentitySource
	if v.Source != "device" && v.Source != auth.SourceOIDC {
		return v, nil
	}
	if v.Offered, err = a.Offered(ctx, caller.OrgID); err != nil {
		return v, err
	}
	now, until, err := a.SignIns.Current(ctx, caller.OrgID, caller.DeviceID)
	if err != nil || until.IsZero() {
		v.Source = "device"
		return v, err
	}
	at, ends := second(now.At), second(until)
	v.Source, v.SignedInAt, v.EndsAt = auth.SourceOIDC, &at, &ends
	return v, nil
}
