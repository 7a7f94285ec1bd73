package console

import "github.com/gin-gonic/gin"

func (a *API) caseRoutes(g gin.IRouter) {
	g.GET("/events", a.of(a.listEvents))
	g.GET("/events/facets", a.of(a.eventFacets))
	g.GET("/decisions/:id", a.of(a.decisionByID))

	g.GET("/incidents", a.of(a.listIncidents))
	g.GET("/incidents/facets", a.of(a.incidentFacets))
	g.POST("/incidents", a.once(jsonObject, a.openIncident))
	g.POST("/incidents/bulk", a.once(jsonObject, a.bulkIncidents))
	g.GET("/incidents/:id", a.of(a.incidentByID))
	g.PATCH("/incidents/:id", a.change(jsonObject, a.editIncident))
	g.POST("/incidents/:id/transition", a.once(jsonObject, a.moveIncident))
	g.POST("/incidents/:id/assign", a.once(jsonObject, a.assignIncident))
	g.POST("/incidents/:id/merge", a.once(jsonObject, a.mergeIncident))
	g.POST("/incidents/:id/split", a.once(jsonObject, a.splitIncident))
	g.POST("/incidents/:id/reopen", a.once(jsonObject, a.reopenIncident))
	g.POST("/incidents/:id/acknowledge", a.once(noBody, a.acknowledgeIncident))
	g.GET("/incidents/:id/assessment", a.of(a.assessment))
	g.PUT("/incidents/:id/assessment", a.change(jsonObject, a.assessIncident))
	g.GET("/incidents/:id/subjects", a.of(a.subjects))
	g.PUT("/incidents/:id/subjects", a.change(jsonObject, a.tellSubjects))
	g.GET("/incidents/:id/notes", a.of(a.listNotes))
	g.POST("/incidents/:id/notes", a.once(jsonObject, a.addNote))
	g.GET("/incidents/:id/measures", a.of(a.listMeasures))
	g.POST("/incidents/:id/measures", a.once(jsonObject, a.addMeasure))
	g.PATCH("/incidents/:id/measures/:measure", a.change(jsonObject, a.editMeasure))
	g.GET("/incidents/:id/events", a.of(a.incidentEvents))
	g.GET("/incidents/:id/timeline", a.of(a.timeline))
	g.GET("/incidents/:id/ap-draft", a.apDraft)
	g.GET("/incidents/:id/letter", a.letter)
	g.GET("/incidents/:id/ap-notifications", a.of(a.listNotifications))
	g.POST("/incidents/:id/ap-notifications", a.once(jsonObject, a.notifyAuthority))
	g.GET("/incidents/:id/export", a.exportIncident)

	a.retentionRoutes(g)
	g.POST("/register/export", a.exportRegister)

	g.GET("/settings/legal", a.of(a.legalSettings))
	g.PUT("/settings/legal", a.change(jsonObject, a.setLegalSettings))
}
