package console

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/council"
	"dijkwacht/internal/ident"
)

type noticeView struct {
	ID       string             `json:"id"`
	At       string             `json:"at"`
	Kind     council.NoticeKind `json:"kind"`
	Waits    bool               `json:"waits"`
	Title    bilingual          `json:"title"`
	Sentence bilingual          `json:"sentence"`
	ReadAt   *string            `json:"read_at"`
	// Of a remark: until when it is to be answered, and the answer.
	AnswerBy   *string `json:"answer_by"`
	Answer     *string `json:"answer"`
	AnsweredAt *string `json:"answered_at"`
}

func viewNotice(n council.Notice) noticeView {
	return noticeView{n.ID, stamp(n.At), n.Kind, n.Waits, inBoth(string(n.Kind), n.Title), inBoth(n.ID, n.Sentence), when(n.ReadAt), when(n.AnswerBy()), orNil(n.Answer), when(n.AnsweredAt)}
}

// councilNotices lists what the works council was told, newest first.
func (a *API) councilNotices(k call) (reply, error) {
	if err := onlyQuery(k, "limit", "cursor"); err != nil {
		return reply{}, err
	}
	binding := queryBinding(k)
	before, limit, err := a.Cursors.Page(k.Context, binding...)
	if err != nil {
		return reply{}, err
	}
	found, err := a.Council.Notices(k.Request.Context(), k.who, before, limit)
	if err != nil {
		return reply{}, err
	}
	views, last := []noticeView{}, ""
	for _, n := range found {
		views, last = append(views, viewNotice(n)), n.ID
	}
	return reply{status: http.StatusOK, body: list{views, a.Cursors.Next(k.Context, len(found) == limit, last, binding...)}}, nil
}

// maxRead bounds how many notices are marked at once.
const maxRead = 200

// readNotices marks notices as read by the person.
func (a *API) readNotices(k call) (reply, error) {
	k.body.Require("ids")
	ids := k.body.Strings("ids", maxRead, func(id string) bool { return ident.IsID(council.PrefixNotice, id) })
	k.body.Only("ids")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	left, err := a.Council.Read(k.Request.Context(), k.who, ids)
	return reply{status: http.StatusOK, body: gin.H{"unread": left}}, err
}

// addRemark keeps what a member of the works council has to say.
func (a *API) addRemark(k call) (reply, error) {
	k.body.Require("text")
	text := k.body.String("text", 4*council.MaxRemark)
	k.body.Only("text")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	n, err := a.Council.Remark(k.Request.Context(), k.who, text)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusCreated, body: viewNotice(n)}, nil
}

// answerRemark keeps what the officer answers to a remark.
func (a *API) answerRemark(k call) (reply, error) {
	id, err := idOf(k, council.PrefixNotice)
	if err != nil {
		return reply{}, err
	}
	k.body.Require("text")
	text := k.body.String("text", 4*council.MaxRemark)
	k.body.Only("text")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	n, err := a.Council.Answer(k.Request.Context(), k.who, id, text)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: viewNotice(n)}, nil
}
