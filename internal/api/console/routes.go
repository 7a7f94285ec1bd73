package console

import "github.com/gin-gonic/gin"

// Mount adds the routes.
func (a *API) Mount(r gin.IRouter) {
	if a.Visit != nil {
		r.POST("/demo", a.sameOrigin, a.visit)
	}
	open := r.Group("/api/v1", a.sameOrigin)
	open.POST("/auth/sign-in", a.signIn)
	open.POST("/auth/link/open", a.openLink)
	open.POST("/auth/link/use", a.useLink)

	g := open.Group("", a.signedIn, a.Kit.Within(a.Pool))
	g.POST("/auth/step-up", a.stepUp)
	g.POST("/auth/logout", a.signOut)
	a.ssoRoutes(open, g)
	g.POST("/auth/logout-everywhere", a.signOutEverywhere)
	g.POST("/auth/password", a.changePassword)
	open.GET("/feed", a.watching, a.feed)
	open.GET("/setup/live", a.watching, a.firstCheck)

	g.GET("/overview", a.of(a.overview))
	g.POST("/try", a.try)
	g.GET("/setup", a.of(a.setupState))
	g.POST("/setup/steps/:step/complete", a.once(jsonObject, a.completeStep))
	g.GET("/views", a.of(a.views))
	g.POST("/views", a.once(jsonObject, a.addView))
	g.GET("/views/:id", a.of(a.viewByID))
	g.PATCH("/views/:id", a.change(jsonObject, a.changeView))
	g.DELETE("/views/:id", a.change(noBody, a.removeView))
	g.GET("/me", a.of(a.me))
	g.PATCH("/me", a.change(jsonObject, a.changeMe))

	a.passkeyRoutes(open, g)
	a.peopleRoutes(g)
	a.deviceRoutes(g)
	a.keyRoutes(g)
	a.coverageRoutes(g)
	a.workRoutes(g)
	a.caseRoutes(g)
	a.senderRoutes(g)
	a.councilRoutes(g)
	a.deliveryRoutes(g)
	a.insightRoutes(g)
	a.policyRoutes(g)
}

func (a *API) peopleRoutes(g gin.IRouter) {
	g.GET("/organisation", a.of(a.organisation))
	g.PATCH("/organisation", a.change(jsonObject, a.changeOrganisation))

	g.GET("/departments", a.of(a.departments))
	g.POST("/departments", a.once(jsonObject, a.addDepartment))
	g.POST("/departments/import", a.once(csvFile, a.importDepartments))
	g.GET("/departments/:id", a.of(a.department))
	g.PATCH("/departments/:id", a.change(jsonObject, a.changeDepartment))
	g.DELETE("/departments/:id", a.change(noBody, a.removeDepartment))

	g.GET("/users", a.of(a.users))
	g.POST("/users", a.once(jsonObject, a.addUser))
	g.GET("/users/:id", a.of(a.userByID))
	g.PATCH("/users/:id", a.change(jsonObject, a.changeUser))
	g.POST("/users/:id/invite", a.once(noBody, a.inviteUser))
	g.POST("/users/:id/disable", a.once(noBody, a.disableUser))
	g.POST("/users/:id/enable", a.once(noBody, a.enableUser))
	g.POST("/users/:id/logout", a.once(noBody, a.signOutUser))

	g.GET("/role-bindings", a.of(a.bindings))
	g.POST("/role-bindings", a.once(jsonObject, a.addBinding))
	g.GET("/role-bindings/:id", a.of(a.bindingByID))
	g.PATCH("/role-bindings/:id", a.change(jsonObject, a.changeBinding))
	g.DELETE("/role-bindings/:id", a.change(noBody, a.removeBinding))
}

func (a *API) deviceRoutes(g gin.IRouter) {
	g.GET("/devices", a.of(a.devices))
	g.GET("/devices/:id", a.of(a.deviceByID))
	g.POST("/devices/:id/revoke", a.once(noBody, a.revokeDevice))
	g.GET("/reveal-key", a.of(a.revealKey))

	g.GET("/enrolment-keys", a.of(a.enrolmentKeys))
	g.POST("/enrolment-keys", a.once(jsonObject, a.addEnrolmentKey))
	g.GET("/enrolment-keys/:id", a.of(a.enrolmentKeyByID))
	g.PATCH("/enrolment-keys/:id", a.change(jsonObject, a.changeEnrolmentKey))
	g.DELETE("/enrolment-keys/:id", a.change(noBody, a.revokeEnrolmentKey))
}

func (a *API) workRoutes(g gin.IRouter) {
	g.GET("/approvals", a.of(a.listApprovals))
	g.GET("/approvals/:id", a.of(a.approvalByID))
	g.POST("/approvals/:id/approve", a.once(noBody, a.approve))
	g.POST("/approvals/:id/reject", a.once(jsonObject, a.reject))
	g.POST("/approvals/:id/withdraw", a.once(noBody, a.withdraw))

	g.GET("/audit", a.of(a.listAudit))
	g.GET("/audit/export", a.exportAudit)
	g.GET("/audit/checkpoints", a.of(a.checkpoints))
	g.GET("/audit/verify", a.of(a.verifyChain))
}
