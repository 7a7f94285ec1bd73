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

// checkView is a check without its place in the register.
type checkView struct {
	At          string `json:"at"`
	Destination string `json:"destination_id"`
	Action      string `json:"action"`
}

// feed streams news of attempts as server-sent events: "attempt" with a line, "gap"
// when some may be missing.
func (a *API) feed(c *gin.Context) { a.watch(c, ident.IncidentsRead, message) }

// firstCheck streams what became of attempts, and not which they were: for who sets
// the service up, waits for the first check and may see no incidents.
func (a *API) firstCheck(c *gin.Context) {
	a.watch(c, ident.SettingsManage, func(n register.News) string {
		return sse("check", n, checkView{stamp(n.At), n.Destination, n.Action})
	})
}

// watch streams news, as tell writes it, to who holds a permission for the whole
// organisation.
func (a *API) watch(c *gin.Context, permission ident.Permission, tell func(register.News) string) {
	k := callOf(c)
	err := onlyQuery(k)
	if whole, _ := k.who.Scope(permission); err == nil && !whole {
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
	a.stream(c, news, tell)
}

// stream writes news until the stream has lived its time, the reader is gone or the
// service stops.
func (a *API) stream(c *gin.Context, news <-chan register.News, tell func(register.News) string) {
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
			open = more && write(tell(n))
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
	return sse("attempt", n, newsView{n.EventID, orNil(n.IncidentID), stamp(n.At), n.Destination, n.Action})
}

// sse is an event of a stream; news of nothing says that some may be missing.
func sse(event string, n register.News, view any) string {
	line, err := json.Marshal(view)
	if err != nil || n.EventID == "" {
		return "event: gap\ndata: {}\n\n"
	}
	return fmt.Sprintf("event: %s\ndata: %s\n\n", event, line)
}
