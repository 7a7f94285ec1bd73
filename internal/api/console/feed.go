package console

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/limit"
	"dijkwacht/internal/register"
)

const (
	// feedLife is how long one stream goes on; the browser then asks again, and the
	// session is looked at again.
	feedLife = time.Minute
	// feedBeat keeps proxies from ending a stream on which nothing happens.
	feedBeat = 15 * time.Second
	// feedWrite is how long a reader may take for one message.
	feedWrite = 10 * time.Second
)

// feedRate is how many streams one session may open.
var feedRate = limit.Rate{Quota: 30, Window: time.Minute}

// newsView is a line of the feed; the register has the rest.
type newsView struct {
	EventID     string  `json:"event_id"`
	IncidentID  *string `json:"incident_id"`
	At          string  `json:"at"`
	Destination string  `json:"destination_id"`
	Action      string  `json:"action"`
}

// feed streams news of attempts as server-sent events: "attempt" with a line, "gap"
// when some may be missing.
func (a *API) feed(c *gin.Context) {
	k := callOf(c)
	err := onlyQuery(k)
	if whole, _ := k.who.Scope(ident.IncidentsRead); err == nil && !whole {
		err = fault.E(fault.PermissionDenied)
	}
	if err != nil {
		a.fail(c, err)
		return
	}
	if !a.Kit.Limit(c, a.Limiter, k.who.OrgID, limit.Claim{Name: "console_feed", Key: k.who.SessionID, Rate: feedRate}) {
		return
	}
	news, stop := a.Feed.Watch(k.who.OrgID)
	defer stop()
	c.Header("Content-Type", "text/event-stream")
	c.Header("X-Accel-Buffering", "no")
	a.stream(c, news)
}

// stream writes news until the stream has lived its time, the reader is gone or the
// service stops.
func (a *API) stream(c *gin.Context, news <-chan register.News) {
	out := http.NewResponseController(c.Writer)
	write := func(text string) bool {
		_ = out.SetWriteDeadline(time.Now().Add(feedWrite)) // what cannot, has its own limit
		_, err := c.Writer.WriteString(text)
		return err == nil && out.Flush() == nil
	}
	end, beat := time.NewTimer(feedLife), time.NewTicker(feedBeat)
	defer end.Stop()
	defer beat.Stop()
	for open := write("retry: 1000\n\n"); open; {
		select {
		case n, more := <-news:
			open = more && write(message(n))
		case <-beat.C:
			open = write(":\n\n")
		case <-end.C:
			return
		case <-a.Draining:
			return
		case <-c.Request.Context().Done():
			return
		}
	}
}

func message(n register.News) string {
	if n.EventID == "" {
		return "event: gap\ndata: {}\n\n"
	}
	line, err := json.Marshal(newsView{n.EventID, orNil(n.IncidentID), stamp(n.At), n.Destination, n.Action})
	if err != nil {
		return "event: gap\ndata: {}\n\n"
	}
	return fmt.Sprintf("event: attempt\ndata: %s\n\n", line)
}
