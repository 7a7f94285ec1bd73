package app

import (
	"io/fs"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/console"
	screens "dijkwacht/server/console"
)

// mountScreens adds what browsers show: the pages to sign in, and the console.
func mountScreens(engine *gin.Engine, demo bool) error {
	files, err := fs.Sub(screens.Pages, "pages")
	if err != nil {
		return err
	}
	pages, err := console.LoadPages(files)
	if err != nil {
		return err
	}
	pages.Mount(engine)
	if demo {
		pages.MountDemo(engine)
	}
	built, err := fs.Sub(screens.App, "dist")
	if err != nil {
		return err
	}
	app, err := console.LoadApp(built)
	if err != nil {
		return err
	}
	app.Mount(engine)
	return nil
}
